import {fromRawFile,toRawFile} from '@h5tail/larpix-raw';
import {nativeAdapter} from '@h5tail/native'; import {wasmAdapter} from '@h5tail/wasm';
import {makeMessages} from '/work/main/tooling/bench/src/loops/messages.mjs';
import fs from 'node:fs';
const which=process.argv[3]; const adapter=which==='wasm'?wasmAdapter():nativeAdapter();
const p='/tmp/lr/prof.h5';
if(process.argv[2]==='read'){ for(let i=0;i<30;i++){ const t=performance.now(); await fromRawFile('/tmp/lr/bw-native.h5',{adapter,end:100000}); if(i>25)console.log(1e5/(performance.now()-t)*1000|0);} }
else { fs.rmSync(p,{force:true}); const m=makeMessages(0,1000,400); for(let r=0;r<5;r++){const t=performance.now(); for(let i=0;i<100;i++) await toRawFile(p,m,{adapter,headers:{ioGroups:1}}); console.log('ms per call',(performance.now()-t)/100);} }
