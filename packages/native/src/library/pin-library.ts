import type { LibraryHandle } from 'koffi';
import type { Koffi } from './load-koffi.js';

/** Opens a library for the rest of the life of this process. Throws an `Error` with the words of the system. */
export type OpenLibrary = (name: string) => LibraryHandle;

/**
 * Libraries are opened to stay. koffi closes a library when the last thread that opened it through koffi ends; HDF5 has
 * then left behind things that the system calls later: an exit handler, and destructors of what each thread keeps. In a
 * process whose only user was a worker they would call into nothing.
 */
export function libraryOpener(koffi: Koffi, platform: NodeJS.Platform = process.platform): OpenLibrary {
  return platform === 'win32' ? windowsOpener(koffi) : posixOpener(koffi, platform);
}

/** `RTLD_NOW | RTLD_NODELETE`, from `dlfcn.h`. */
function stayingMode(platform: NodeJS.Platform): number {
  return platform === 'darwin' ? 0x82 : 0x1002;
}

/** The first open decides that the library stays, koffi's own is the second. */
function posixOpener(koffi: Koffi, platform: NodeJS.Platform): OpenLibrary {
  const system = koffi.load(null);
  const dlopen: (name: string, mode: number) => unknown = system.func('void *dlopen(const char *name, int mode)');
  const dlerror: () => string | null = system.func('const char *dlerror(void)');
  const mode = stayingMode(platform);
  return (name) => {
    if (dlopen(name, mode) === null) throw new Error(dlerror() ?? 'the system does not say why');
    return koffi.load(name);
  };
}

/** `GET_MODULE_HANDLE_EX_FLAG_PIN`, from `libloaderapi.h`. */
const pinFlag = 1;

/** Windows pins what is loaded already. */
function windowsOpener(koffi: Koffi): OpenLibrary {
  const system = koffi.load('kernel32.dll');
  const pin: (flags: number, name: string, module: [unknown]) => number = system.func(
    'int __stdcall GetModuleHandleExW(uint32_t flags, const char16_t *name, _Out_ void **module)',
  );
  return (name) => {
    const library = koffi.load(name);
    if (pin(pinFlag, name, [null]) === 0) throw new Error('Windows does not keep it loaded');
    return library;
  };
}
