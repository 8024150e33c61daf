// Made by python/make_skeleton.py.

/** The empty file of version 0.2.0, deflated, as base64. */
export const experimentSkeleton =
  '7ZtdaBxVFMfPnd0km21itmlDaqzpilJD7YMfSfwKaWubdtVKYmI/qOBmsnPTnbA7u87cDUmsRUoRhPahIAXRBx8rSF+kvvmBVhu1' +
  'PpmigsEirRQqpRQU8aXeO/fe/eomk0gQWs4vbCb3nvtxZs65c3f+Q95K7NjZHO2IhiIR0NxUXB+W5YdVff3hc2wwsWPYgCmjtbyh' +
  'JmoA4c3agB+iA1N56tpZ6rCPdP/VwlCf7mGmnRnoVLWbYBlsTF5KKBdiMYDDHbL6cWWWDgjLpfWVlvpWMXfDMM3nXOb9RVTtWlHb' +
  'OMJMxzJdy/vYkPViBFinptRzh+Xh18dutEgXzix2FdpaRYdqW9PTACGIwlphzLJ0T5JN5yncTQiIKcVHuhYB4UqT/NNH1DdtFd1b' +
  'ZPe0Nd6TdOk4damTWniM9rIxRHnDtWtD/5f/DWVzh1bAfxGC1xrn9ir/RZhOq7B0V6TAinjfWDZz3Qp4X+//nl+XeNL3n2wmhOef' +
  'QTjK+Sshda1+ANIbBTjAyyZjrj1WYJTXr+ENE/zou53wiy286NJXC7ZLLdgHTxhy/lik5MfObbtHBuCl4T0DvM5j0xkK+4tDFRyb' +
  'efC+X47zskW9lGvnmZ1z4HO/djP/5PwKD/4gouYkb2dmbNODI4Yeh06Z2Twf+dtijUXHzUKGQWtI19Tx2IRCq9YDMUIiTMQ/QeL/' +
  'hFWKyMX3m4rqL6Wl//rvJ2YHtyeer520an17hWzWdKcn1XWMj7afE30ia3juGGAYMT5jKKo7LZAlvcKTOhnmRROkuSy4ItWb+kXP' +
  'ZtkzY3osWchbJuOBWUqKiUPTgzJDI2KEUna1K7Poos/takPXKzKPuozqPNKnErpKSC8/933c4BXcSTqtkkjcfD1m+lHuLNa4BQf6' +
  '/BIfj58As1nBojAEq+NblJdboXsVdN/kPmRyzkFp31/TTjN0Uk4wWtOeymXzOYdvD5AuTsldchkc8ssPiKRyLJWaouQkPT/HPDjr' +
  '57ceUdYmXX6l4XzNubLU5KdPxWYkl/xc8ZzNGTtbYGm4UbMjs3kC/1PTJBeO4S+IPm5Jm16SB9uEfhK4CKtuHluIDjCPQLLKuKto' +
  'VAGrbjBYbCDXV6RdJXucxz0cD4dj0Y1qL0s/FzteuaHu2j6423cxVtplQO88nBd4FlN3ROcOqA1S3tc4ffz7Q088NzZBUyxe9Klf' +
  'LWW1A3DUxqs30cD+dcreqI7FLRrK76XB4+j5m9VR3SDizBzL0NLaK84jlmuS8a8tVV88Lt4FCIIgCIIgCIIgCHLbItSx+g7x3N+S' +
  'SpuOQzNJ9Yj8qXoEP5L/5sTAtsQO/qwcD8fC0aARtYKgn/TvuVceT+55cULqVeGF9aoPCOnlT9qXy+Spkl4lRYhOUX60Qp8KkKcC' +
  '1Kmaus940rYgraeWWs+b5VKPnc1TyxT6yxfBcg9vz+x8nrrw5ZIap3KTpmv7o58N7CBes+SsZNZ24Kta56Lt5hR8X8teJSddCJCb' +
  '5ivVpnI19zLcquZG2qQaRchlqUXpWPfP/Hh6ET1XvkTicVDp6CgJ67Pjw4/INLp/4TT6mqcRH3bmv8ieFk3ZWXnmPEdoBoakCl6e' +
  'cYcCFNGjAYrosQBF9O0qRfRUhSJ6voYien1BRfTvpSmiQCqTvbMkbFbG/0BRbqy+UmWNxhZTNCeCFE2XLJxjIqa35JhWPIW5MsuO' +
  '3Tf6iX+Pk+8HpJDp9er3fzLLxlM6y86oF4pv/PnU3oFtzz4DoKVT6KrMMURydOKnC0t/KXyQOtT1Yz6r3v/Wx4Shjuc1teY2qGv9' +
  '0LL2sN7wy/PylgCEhKVGHWoCUr4i/ERqjLQCCZOL6r128Y337J2zn7/z83ux5VyLK3fwtfjuw03v4jc8BEEQBEEQBEEQBEEQBEEQ' +
  'BEEQBEEQBEEQBEEQBEEQBEEQBEGQ2wP9L4L/Ag==';

/** The empty file of version 0.1.0, deflated, as base64. */
export const surveySkeleton =
  '7VxvbBRFFH+zt71ejwJHASuENEdooigxxtBKkBQKFA4pFgGFNJFjezvHLd7tnbtzhRaixhATBb8RY/xA+hEMGo1iAogxCgQVEhMw' +
  'fDDGLxIk+sGAEiExdWZn9v5x5Q4Bbcj7Nb3tvDd/3sz77Zvu2719I7Z8xcTwzHAgFAIfowpPb5Dlx5V8ze4rj/TFlq/TYIfWUlrR' +
  'R1gDAhCcAvwQXJ93BunQx6qtEqY6mGGlzTVK+hjcJlatbd+jTIhEAObOkuJFSq0MmCrGCq1nBrOytttJpFI0ON4m/34SirI5s8tl' +
  'wWmieRNvbpuGY7rQqBQB7/Pwy92bpQmHb7UK01tAv1nX/JToJgzThDLDUh1xNpSjMIMQiAhzQAwtEAKNf06Uf3oQ8uYlovlk2Txl' +
  'JjviDk1Sh9qJsftoLelDlN9sf/bGf2V/Y8nYgbtgP28FO5vOP6/sF967HignqbReaA7pUrJAae7A9oa7YHtQmXH56OqROs4i2AT3' +
  'DCePnD7Utyy2WqzS1oabz4jZytZ5SubuP3p2HJn8XbDc5cEHxKpPSGRpMmklLGqzubrf7tro16fGienVxw9OF8aHmZWhcZOmjaGf' +
  'le36uSOfjxPLg5OEjYHh3IuD6mxTkqSR26/489nVQ6+OE3Orhy7fZMtZo/jTP7KtVZr87T2PhE0lkaDxLkQTcQi2CH2jm89kDGcI' +
  'HpSagb/3nKp/zVYu6+v1xogUdxnwdx6x5xsuo47aStUOAr4tYufl/z90RLMD22iCRQtT6FJ7JRT2znU0l3WYC3qd7Rsq2q+w0twO' +
  'txBFa7X32zWpY3E3L65fPf00VayHWuwoMwbSVGw3FeOYBqNxcTJXrPPIJEAgEAgEAoFAIBAIBOJ/g5f/IJcJmcav7QmHkv+iLuAD' +
  '54B08ovcfl42GHOsgTwT17ZTecUYP3pJj5hXnMyLDn0pbznUhI2wQJPZhEiomMVY0d27vgc2rHuuh8tcNsQvoTcVusrbFnNhxCtH' +
  'xaU0dROOlfMSD1940nn8N+sJXPiNCMnbvJ6RtgwXXtP8fugOI5PjPX9TkJg0aeTTDFoCvqRBAxIITJgFRAuIJA/xJki8H5GikLMP' +
  'TQXQNdC0CFcHwn7qZ4yEUKdo1iAzOnVn9UXeoLlLtJwoW6YNl8XzOZFHMOvKJokMRPNDMhkVEj0UE0mtqpaXtFHpoTMXRn6QTn9Y' +
  'q3S6P5XAr4R08rlvJCLhIW7jKI+LuyeuygW1FSRO3oZFXon3xyfALJY3KayFKdHFysolMH8CzB/ly5rO2lulflNVPU3TQTnAlqr6' +
  'RDaTy9rUZpAqDMlNchjs8srtggG2qXgkSnbc9QjhwgmPjH6PUhp3+ErDmapjZajBp08zfDSZ3TtfmLMxbGXyLAVXqjZkFmfbjaoq' +
  'yXLNY6+4bZUy3Dh3tgFdpOYZU5EnXEx8B3MPxCuUKwtK5bDKCn2FCvJkCLUqske53/WorkfCVN1es48tu36LDPZMYe7kRMqwbZqO' +
  'qwzZnzNk20v7fnqnpzu2nA8V1SN6uFZA8rnoJwoX9srj9hcuvSV5q4/N24Oct5MALpbQtMhbSeQ2UX6ijKc1aFqDpVX9n4xbJqT8' +
  'oaXPXy91uZXJUdMQfviyttt5fWblctSBr+qqnMgOGo7l9X6iZgPerZU14xnLhpPV5uLrjR1wtpq+glbf16Ddj+WsKw3BF6FKCJ4u' +
  'WUnIRclJ39ddwxc+8O5NyCS4yi9fU5Tw76okfTq+r6i804oxSaM5Y9PoFKcR73b434Q/kyasjJw55whN8zDobV2ljNtVIzLurhEZ' +
  '99aIjPsqIuOBssh4pkpk/H3MyPhXfZERSDnZ24oBrtz//YWwU7lSJZUGbhXZttWKbA4Zm2PCpzdxzI98Ql3Osr2ztxwvYZm6C/Gp' +
  'VsayZMJn2R/q8YLR97ZH8X9LBAKBQCAQCAQCgUAgEAgEAoFAIBAIBAKBQCAQCAQCgUAgEAjEeEJP96qlAP5XBPrVS7RGEWVY9MrB' +
  'd+t5Z5p8kngrtanjPdN8Sb0iLRgRigZqm9S8+oxa+kdvy1EfGW6HfOQdCNHlt4ECzUBKn/j2HpRuCrUA0clC9dq3wgvhTt8/pL3a' +
  '/smR21mLpffxWnyY2nwMwxgCgbgD+N+e+gc=';
