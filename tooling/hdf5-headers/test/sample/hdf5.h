/* What hdf5.h looks like, in small: made up for the tests of the checker. */
#ifndef HDF5_H
#define HDF5_H
#include "sample-types.h"
#include <string.h>

// H5_DLL herr_t H5gone(void); is only a comment
/* H5_DLL herr_t
   H5gone_too(void); */

#define H5_VERS_MAJOR   1
#define H5_VERS_MINOR   10
#define H5_VERS_RELEASE 99
#define H5_VERSION_GE(Maj, Min, Rel)                                                                         \
    ((H5_VERS_MAJOR > Maj) || (H5_VERS_MAJOR == Maj && H5_VERS_MINOR > Min) ||                               \
     (H5_VERS_MAJOR == Maj && H5_VERS_MINOR == Min && H5_VERS_RELEASE >= Rel))

#define H5CHECK  H5check_version(H5_VERS_MAJOR, H5_VERS_MINOR, H5_VERS_RELEASE),
#define H5OPEN   H5open(),
#define H5S_ALL  (hid_t)0
#define H5F_READ (H5CHECK H5OPEN 0x0040u)
#define H5F_BOTH (H5F_READ | (1 << 2) | (H5_VERSION_GE(1, 10, 2) ? 0x1u : 0x2u))
#define H5S_MOST ((hsize_t)(hssize_t)(-1))
#define H5P_FILE (H5OPEN H5P_FILE_ID_g)
#define H5_NAME  "sample"

#ifdef __cplusplus
extern "C" {
#endif

H5_DLL herr_t H5open(void);
H5_DLL herr_t H5check_version(unsigned major, unsigned minor, unsigned release);
H5_DLL herr_t H5Dread(hid_t dset_id, hid_t mem_type_id, const hsize_t *start,
                      void *buf /*out*/);
H5_DLL htri_t H5Sis_simple(hid_t space_id) __attribute__((deprecated("old")));
H5_DLL ssize_t H5Iget_name(hid_t id, char *name /*out*/, size_t size);
H5_DLL hsize_t **H5Dlists(const char *names[], H5S_class_t kind);
H5_DLL herr_t H5Oget_info(hid_t loc_id, H5O_info_t *oinfo);
H5_DLL herr_t H5Literate(hid_t group_id, hsize_t *idx, H5L_iterate_t op, void *op_data);
H5_DLL herr_t (*H5Pget_op(hid_t plist_id))(hid_t id, void *data);

#if defined(H5_HAVE_PARALLEL) && H5_VERSION_GE(1, 8, 0)
H5_DLL herr_t H5Pset_parallel(hid_t plist_id);
#elif !defined H5_NO_DEPRECATED_SYMBOLS
H5_DLL hid_t H5Dopen1(hid_t file_id, const char *name);
#else
H5_DLL hid_t H5Dopen0(hid_t file_id, const char *name);
#endif
H5_DLL hid_t H5Dopen2(hid_t file_id, const char *name, hid_t dapl_id);
#define H5Dopen H5Dopen2

H5_DLLVAR hid_t H5P_FILE_ID_g;
H5_DLLVAR int   H5_count_g;

static inline int
H5inner(int a)
{
    return a + (int)H5S_ALL;
}

#ifdef __cplusplus
}
#endif
#endif
