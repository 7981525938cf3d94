package bzip2

// crcTables are for eight bytes at once: table k is for the byte that k bytes follow.
var crcTables = func() (t [8][256]uint32) {
	const polynomial = 0x04c11db7
	for c := range t[0] {
		v := uint32(c) << 24
		for range 8 {
			v = v<<1 ^ polynomial*(v>>31)
		}
		t[0][c] = v
	}
	for k := 1; k < len(t); k++ {
		for c, v := range t[k-1] {
			t[k][c] = v<<8 ^ t[0][v>>24]
		}
	}
	return t
}()

// updateCRC counts b into a CRC that takes the highest bit first.
func updateCRC(crc uint32, b []byte) uint32 {
	t := &crcTables
	for ; len(b) >= 8; b = b[8:] {
		crc ^= uint32(b[0])<<24 | uint32(b[1])<<16 | uint32(b[2])<<8 | uint32(b[3])
		crc = t[7][crc>>24] ^ t[6][crc>>16&255] ^ t[5][crc>>8&255] ^ t[4][crc&255] ^ t[3][b[4]] ^ t[2][b[5]] ^ t[1][b[6]] ^ t[0][b[7]]
	}
	for _, c := range b {
		crc = crc<<8 ^ t[0][byte(crc>>24)^c]
	}
	return crc
}
