// Made by python/make_skeleton.py.

/** The empty file with an io_version, deflated, as base64. */
export const versionedSkeleton =
  '7ZU/T8JAGMafa0+tbQ2VoAKLfAKChpiYmICRKIORxMnBhBCp2AExFI1fgc3dzdHV2cTN3c2JyW/g5CDecS1WjH/YGN5f07T33D1v' +
  '3zxtet1yaXvOTJu6YSCkH4CkGucCfbPbnamUS/saLrV4dGGIqYEB0zGIC2+6ndpd4Awlv+E/s0BalJIlpOqJW6u7bf9FC1Yn8SO3' +
  'vd79oAWWZr/1sBAH/z5nrwM6DCTk5IV4pNc6RYoxOKKQPFVvBmQnurodIHV7JWI+aru1jlvHfKYQrCkibyHfFy4t0q+9Kk2zytRs' +
  '1b1j7z+uDemylMtrVcdpVY5v3veeVEpgLCE0xtjoy9UTYKmgVrTelMhP1y0bTLggDy71JYBr0DRwBzzDuWMOv5JrTDKvh2+Pf2ax' +
  'DLbGVAYi7ka7dX7mjxkLG43lavKyqBRzByAIglDsbFV2B/8453OnQ7ilyL0/mxtuK1G9kC18qfMQoywJgiAIgiAIgiAIYlL5AA==';

/** Where the text of its io_version stands, three characters. */
export const ioVersionOffset = 2104;

/** The empty file without an io_version, deflated, as base64. */
export const plainSkeleton =
  '7ZXNSsNAFIXPTEaNaaSxVm3d2CeQKkVwZcWiFYSCKxdCKSbWLGqkqeIrdOdSdCv4AD6BK19B3LrwBVy5qTP50VjxD1xUuF8ISc7c' +
  'k5y5A5lutbI2ZswYmq4jpheBXPhcjPSVbnekVq1scZzwTLIwxuBgwHAa8iJaTqdxHTljyW/6ZyySppSUklJ932nYTtu/5FF1Dp/y' +
  'eDNxFUa4/yrCZAbi45i5BGjQkVWDx/KLrneAPGOw5IvUGUbToYJo4W2A0s35hHm37TQ6jo3xwnJUU0YphVJPungirrmgTKOhqeXZ' +
  '7p77A9f5hv0QTJKBsawcY4z1r42WBctHsZPRh+T8NS1lgkkX1CGUPg0IDs4hLIiCEJbxusgXGGSedp5vv+3FLNgiC3vgevVm2zs6' +
  '9H/ZFtbfltPB60WtXNwGQRDEH7G+WtsMfpLW21aHePtTe/9c8V39XZp6RhAEQRAEQRAEQRD/jRc=';
