/* The types of the sample. */
#ifndef SAMPLE_TYPES_H
#define SAMPLE_TYPES_H
#include <stdint.h>
#include <stdbool.h>
#include <sys/types.h>

#ifndef H5_DLL
#define H5_DLL
#define H5_DLLVAR extern
#endif

typedef int     herr_t, htri_t;
typedef bool    hbool_t;
typedef int64_t hid_t;
#define H5_SIZEOF_LONG_LONG 8
#if H5_SIZEOF_LONG_LONG >= 8
typedef unsigned long long hsize_t;
typedef signed long long   hssize_t;
#else
#error "no 64 bits"
#endif

typedef enum H5S_class_t {
    H5S_NO_CLASS = -1, /* error */
    H5S_SCALAR   = 0,
    H5S_SIMPLE,
    H5S_NULL = (1 << 4) | 2,
    H5S_LAST
} H5S_class_t;

typedef struct H5O_info_t {
    unsigned long fileno; /* file */
    hsize_t       addr;
    hbool_t       shared;
    struct {
        uint32_t first, second;
    } counts;
    union {
        hsize_t address;
        size_t  val_size;
    } u;
    char name[8 + 1];
} H5O_info_t;

typedef herr_t (*H5L_iterate_t)(hid_t group, const char *name, const H5O_info_t *info, void *op_data);
#endif
