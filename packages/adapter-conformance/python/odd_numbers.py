"""Numbers that do not fill their bytes, and the plain type that holds each of them.

An int16 of 12 bits of precision has the size of an int16, but its bytes are no int16: -1 is stored
as 0x0FFF. Only the library's conversion gives the number.
"""

from h5py import h5t

_IEEE = {
    2: ((15, 10, 5, 0, 10), 15),
    4: ((31, 23, 8, 0, 23), 127),
    8: ((63, 52, 11, 0, 52), 1023),
}
_INTEGERS = {
    (size, signed): getattr(h5t, f"STD_{'I' if signed else 'U'}{8 * size}LE")
    for size in (1, 2, 4, 8)
    for signed in (False, True)
}


def is_odd(type_id):
    """Whether the type holds numbers that do not fill their bytes in the standard way."""
    kind = type_id.get_class()
    if kind == h5t.INTEGER:
        return type_id.get_precision() != 8 * type_id.get_size() or type_id.get_offset() != 0
    if kind == h5t.FLOAT:
        return (type_id.get_fields(), type_id.get_ebias()) != _IEEE.get(type_id.get_size())
    if kind in (h5t.ARRAY, h5t.VLEN, h5t.ENUM):
        return is_odd(type_id.get_super())
    if kind == h5t.COMPOUND:
        return any(is_odd(type_id.get_member_type(i)) for i in range(type_id.get_nmembers()))
    return False


def plain_type(type_id):
    """A type of little-endian numbers that fill their bytes, and that hold every value of this one."""
    kind = type_id.get_class()
    if kind == h5t.INTEGER:
        return _INTEGERS[type_id.get_size(), type_id.get_sign() == h5t.SGN_2]
    if kind == h5t.FLOAT:
        return h5t.IEEE_F64LE if type_id.get_size() > 4 else h5t.IEEE_F32LE
    if kind == h5t.ARRAY:
        return h5t.array_create(plain_type(type_id.get_super()), type_id.get_array_dims())
    if kind == h5t.COMPOUND:
        return _packed([
            (type_id.get_member_name(i), plain_type(type_id.get_member_type(i)))
            for i in range(type_id.get_nmembers())
        ])
    raise ValueError(f"no plain type is known for odd numbers of class {kind}")


def reading_type(type_id):
    """The type to read elements in: the stored one, so that nothing is converted, or a plain one."""
    return plain_type(type_id) if is_odd(type_id) else type_id


def _packed(members):
    type_id = h5t.create(h5t.COMPOUND, sum(member.get_size() for _, member in members))
    offset = 0
    for name, member in members:
        type_id.insert(name, offset, member)
        offset += member.get_size()
    return type_id
