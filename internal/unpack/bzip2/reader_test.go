package bzip2

import (
	"bytes"
	"compress/bzip2"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// samples are the files of testdata by name. They were written by libbzip2.
func samples(t testing.TB) map[string][]byte {
	t.Helper()
	files, err := filepath.Glob("testdata/*.bz2")
	if err != nil || len(files) == 0 {
		t.Fatalf("no files: %v", err)
	}
	all := map[string][]byte{}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		all[filepath.Base(f)] = data
	}
	return all
}

// readAll reads with our reader.
func readAll(data []byte, workers int) ([]byte, error) {
	r := NewReader(bytes.NewReader(data), workers)
	defer r.Close()
	return io.ReadAll(r)
}

// reference reads with the standard library's, which does it bit by bit and in order.
func reference(data []byte) ([]byte, error) {
	return io.ReadAll(bzip2.NewReader(bytes.NewReader(data)))
}

func TestSamples(t *testing.T) {
	for name, data := range samples(t) {
		want, err := reference(data)
		if err != nil {
			t.Fatal(err)
		}
		for _, workers := range []int{1, 2, 5} {
			got, err := readAll(data, workers)
			if err != nil || !bytes.Equal(got, want) {
				t.Errorf("%s with %d workers: %d bytes of %d, %v", name, workers, len(got), len(want), err)
			}
		}
		r := NewReader(iotest.OneByteReader(bytes.NewReader(data)), 2)
		if err := iotest.TestReader(r, want); err != nil {
			t.Errorf("%s byte by byte: %v", name, err)
		}
		r.Close()
	}
}

// TestCutOff cuts files anywhere: what comes is the beginning, and the error says that the end is missing, unless a whole stream is left.
func TestCutOff(t *testing.T) {
	for name, data := range samples(t) {
		want, _ := reference(data)
		for n := 0; n < len(data); n += 1 + len(data)/100 {
			got, err := readAll(data[:n], 2)
			if !bytes.HasPrefix(want, got) {
				t.Fatalf("%s cut to %d: other content", name, n)
			}
			if _, whole := reference(data[:n]); (err == nil) != (whole == nil) || err != nil && err != io.ErrUnexpectedEOF {
				t.Fatalf("%s cut to %d: %v, the standard library %v", name, n, err, whole)
			}
		}
	}
}

// TestWholeBlocks cuts inside the last of several blocks: all before it are given.
func TestWholeBlocks(t *testing.T) {
	data := samples(t)["blocks.bz2"]
	want, _ := reference(data)
	got, err := readAll(data[:len(data)-20], 3)
	if err != io.ErrUnexpectedEOF || len(got) < len(want)-100_000 || len(got) == len(want) {
		t.Errorf("%d bytes of %d, %v", len(got), len(want), err)
	}
}

// TestDamage flips bits: the error names it, or it was in what does not matter, and no other content is given.
func TestDamage(t *testing.T) {
	for name, data := range samples(t) {
		if name == "runs.bz2" {
			continue // is larger than what is checked before it is given
		}
		want, _ := reference(data)
		for bit := 0; bit < 8*len(data); bit += 1 + len(data)/15 {
			bad := bytes.Clone(data)
			bad[bit/8] ^= 1 << (bit % 8)
			got, err := readAll(bad, 2)
			if !bytes.HasPrefix(want, got) {
				t.Fatalf("%s, bit %d: other content", name, bit)
			}
			if err == nil && len(got) != len(want) {
				t.Fatalf("%s, bit %d: %d bytes of %d and no error", name, bit, len(got), len(want))
			}
		}
	}
}

func TestErrors(t *testing.T) {
	all := samples(t)
	text := all["text.bz2"]
	crc := bytes.Clone(text)
	crc[12] ^= 1
	broken := errors.New("disk gone")
	for name, c := range map[string]struct {
		in   io.Reader
		want error
	}{
		"nothing":        {strings.NewReader(""), io.ErrUnexpectedEOF},
		"other file":     {strings.NewReader("GIF89a and more"), ErrHeader},
		"no level":       {bytes.NewReader(append([]byte("BZh0"), text[4:]...)), ErrHeader},
		"CRC":            {bytes.NewReader(crc), ErrCRC},
		"rest":           {bytes.NewReader(append(bytes.Clone(text), "xyz123"...)), ErrHeader},
		"a header alone": {bytes.NewReader(append(bytes.Clone(text), "BZh9"...)), io.ErrUnexpectedEOF},
		"input fails":    {io.MultiReader(bytes.NewReader(text[:100]), iotest.ErrReader(broken)), broken},
		"long garbage":   {bytes.NewReader(append([]byte("BZh9"), make([]byte, 2*maxCompressed)...)), errLong},
	} {
		r := NewReader(c.in, 2)
		if _, err := io.ReadAll(r); err != c.want {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
		r.Close()
	}
}

func TestClose(t *testing.T) {
	r := NewReader(bytes.NewReader(samples(t)["blocks.bz2"]), 2)
	if _, err := io.ReadFull(r, make([]byte, 10)); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(r.Close(), r.Close()); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadAll(r); err == nil {
		t.Error("read from a closed reader")
	}
}

// bitWriter writes bits, the highest first.
type bitWriter struct {
	data []byte
	n    int
}

func (w *bitWriter) write(v uint64, n int) {
	for i := n - 1; i >= 0; i-- {
		if w.n%8 == 0 {
			w.data = append(w.data, 0)
		}
		w.data[w.n/8] |= byte(v>>i&1) << (7 - w.n%8)
		w.n++
	}
}

// blockOf writes a stream of one block, whose symbols below 254 are given. Their codes are themselves, as bytes, so that signs can stand among them.
func blockOf(symbols []byte) []byte {
	w := &bitWriter{}
	w.write(blockSign, 48)
	w.write(0, 32)      // CRC, to be mended
	w.write(0, 25)      // not random, start 0
	w.write(0xffff, 16) // all bytes occur:
	for range 16 {
		w.write(0xffff, 16)
	}
	choices := len(symbols)/groupSize + 1
	w.write(2, 3)
	w.write(uint64(choices), 15)
	w.write(0, choices)
	for range 2 {
		w.write(8, 5)
		w.write(0, 254)
		w.write(0b100, 3) // 9 bits
		w.write(0, 3)
	}
	for _, s := range symbols {
		w.write(uint64(s), 8)
	}
	w.write(0x1ff, 9)
	b := decode(w.data, 0, w.n)
	crc := ^b.spread.crc
	binary.BigEndian.PutUint32(w.data[6:], crc)
	out := &bitWriter{}
	for _, c := range []byte("BZh9") {
		out.write(uint64(c), 8)
	}
	for i := range w.n {
		out.write(uint64(w.data[i/8]>>(7-i%8)&1), 1)
	}
	out.write(endSign, 48)
	out.write(uint64(crc), 32)
	return out.data
}

// TestSignInside has the signs of a block and an end inside a block.
func TestSignInside(t *testing.T) {
	block, end := []byte{0x31, 0x41, 0x59, 0x26, 0x53, 0x59}, []byte{0x17, 0x72, 0x45, 0x38, 0x50, 0x90}
	noise := bytes.Repeat([]byte{7, 200, 3}, 100)
	for name, symbols := range map[string][]byte{
		"block":        bytes.Join([][]byte{noise, block, noise}, nil),
		"end":          bytes.Join([][]byte{noise, end, noise}, nil),
		"many":         bytes.Repeat(append(bytes.Clone(block), end...), 2000),
		"at the start": append(bytes.Clone(block), noise...),
	} {
		data := blockOf(symbols)
		data = append(data, data...)
		want, err := reference(data)
		if err != nil {
			t.Fatalf("%s: the standard library: %v", name, err)
		}
		for _, workers := range []int{1, 3} {
			if got, err := readAll(data, workers); err != nil || !bytes.Equal(got, want) {
				t.Errorf("%s with %d workers: %d bytes of %d, %v", name, workers, len(got), len(want), err)
			}
		}
	}
}

// TestBlockOfSigns: a sound block of nothing but signs is put together without copying it for each.
func TestBlockOfSigns(t *testing.T) {
	work := func(signs int) uint64 {
		data := blockOf(bytes.Repeat([]byte{0x31, 0x41, 0x59, 0x26, 0x53, 0x59}, signs))
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		if got, err := readAll(data, 1); err != nil || len(got) == 0 {
			t.Fatalf("%d bytes, %v", len(got), err)
		}
		runtime.ReadMemStats(&after)
		return after.TotalAlloc - before.TotalAlloc
	}
	work(100)
	if once, four := work(2_500), work(10_000); four > 8*once+16<<20 {
		t.Errorf("2,500 signs take %d MB, 10,000 take %d MB", once>>20, four>>20)
	}
}

// TestLinear reads hostile input of two sizes: four times as much takes about four times as long, where the square would take sixteen. Of three tries one has to be so, since other programs take time too.
func TestLinear(t *testing.T) {
	const size = 1 << 15
	sign := []byte{0x31, 0x41, 0x59, 0x26, 0x53, 0x59}
	inside := blockOf(append(bytes.Clone(sign), sign...))
	for name, unit := range map[string][]byte{"signs": sign, "signs inside blocks": inside, "empty streams": samples(t)["empty.bz2"], "blocks without end": blockOf(nil)[:60]} {
		took := func(size int) time.Duration {
			data := bytes.Repeat(unit, size/len(unit))
			if !bytes.HasPrefix(unit, []byte("BZh")) {
				data = append([]byte("BZh9"), data...)
			}
			begun := time.Now()
			readAll(data, 2)
			return time.Since(begun)
		}
		const square = 16
		least := float64(square)
		for range 3 {
			least = min(least, float64(took(4*size))/float64(max(took(size), time.Millisecond)))
			if least < square/2 {
				break
			}
		}
		if least >= square/2 {
			t.Errorf("%s: four times as much takes %.1f times as long", name, least)
		}
	}
}

func FuzzReader(f *testing.F) {
	for name, data := range samples(f) {
		if name != "runs.bz2" {
			f.Add(data)
		}
	}
	f.Add(blockOf([]byte{0x31, 0x41, 0x59, 0x26, 0x53, 0x59, 1, 0, 1}))
	f.Fuzz(func(t *testing.T, data []byte) {
		want, whole := reference(data)
		got, err := readAll(data, 2)
		if whole == nil && (err != nil || !bytes.Equal(got, want)) {
			t.Errorf("%d bytes, %v; the standard library %d without error", len(got), err, len(want))
		}
		if whole != nil && err == nil {
			t.Errorf("no error; the standard library: %v", whole)
		}
	})
}

// BenchmarkReader reports megabytes of content a second.
func BenchmarkReader(b *testing.B) {
	data := samples(b)["blocks.bz2"]
	for name, read := range map[string]func([]byte) ([]byte, error){
		"ours": func(d []byte) ([]byte, error) { return readAll(d, 2) }, "standard": reference,
	} {
		b.Run(name, func(b *testing.B) {
			n := 0
			for b.Loop() {
				all, err := read(data)
				if err != nil {
					b.Fatal(err)
				}
				n = len(all)
			}
			b.SetBytes(int64(n))
		})
	}
}
