package parquet

import (
	"bytes"
	"fmt"
	"io"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/snappy"
	"github.com/klauspost/compress/zstd"
)

// How pages are packed.
const (
	packedNot    = 0
	packedSnappy = 1
	packedGzip   = 2
	packedZstd   = 6
)

// snappyRatio is more than what snappy can pack a byte from: 64 bytes into 3.
const snappyRatio = 24

// codec unpacks pages.
type codec struct{ zstd *zstd.Decoder }

// unpack returns the size bytes that are packed in data, in dst where there is room.
func (c *codec) unpack(dst, data []byte, how int64, size int) ([]byte, error) {
	var out []byte
	var err error
	switch how {
	case packedNot:
		out = data
	case packedSnappy:
		n, bad := snappy.DecodedLen(data)
		if bad != nil || n != size || n > snappyRatio*len(data) {
			return nil, errPage
		}
		out, err = snappy.Decode(dst[:cap(dst)], data)
	case packedGzip:
		out, err = gunzip(dst, data, size)
	case packedZstd:
		out, err = c.unzstd(dst, data)
	default:
		return nil, fmt.Errorf("pages packed by method %d of the format are not read: use snappy, gzip, zstd or none", how)
	}
	if err == nil && len(out) != size {
		err = errPage
	}
	return out, err
}

func gunzip(dst, data []byte, size int) ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	out := bytes.NewBuffer(dst[:0])
	_, err = io.Copy(out, io.LimitReader(r, int64(size)+1))
	return out.Bytes(), err
}

func (c *codec) unzstd(dst, data []byte) ([]byte, error) {
	if c.zstd == nil {
		var err error
		if c.zstd, err = zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(longestPage)); err != nil {
			return nil, err
		}
	}
	return c.zstd.DecodeAll(data, dst[:0])
}

func (c *codec) close() {
	if c.zstd != nil {
		c.zstd.Close()
	}
}

// Close frees what unpacking took.
func (f *File) Close() { f.codec.close() }
