package gguf

// kind is the type of a value in a file.
type kind uint32

const (
	kindUint8 kind = iota
	kindInt8
	kindUint16
	kindInt16
	kindUint32
	kindInt32
	kindFloat32
	kindBool
	kindString
	kindArray
	kindUint64
	kindInt64
	kindFloat64
)

// size is the bytes that a value takes, at least that many for strings and arrays.
func (k kind) size() int64 {
	switch k {
	case kindUint8, kindInt8, kindBool:
		return 1
	case kindUint16, kindInt16:
		return 2
	case kindUint32, kindInt32, kindFloat32:
		return 4
	case kindString, kindUint64, kindInt64, kindFloat64:
		return 8
	case kindArray:
		return 12
	}
	return 0
}

// Values are a file's metadata. A value is a uint64, int64, float64, bool, string, or a slice of one of these ([]any for arrays of arrays).
type Values map[string]any

// Int is a whole number of any width; false if there is none of that name.
func (v Values) Int(name string) (int, bool) {
	switch n := v[name].(type) {
	case uint64:
		return int(n), n < 1<<62
	case int64:
		return int(n), true
	}
	return 0, false
}

// Float is a number of any width.
func (v Values) Float(name string) (float64, bool) {
	if f, ok := v[name].(float64); ok {
		return f, true
	}
	n, ok := v.Int(name)
	return float64(n), ok
}

// Text is a string.
func (v Values) Text(name string) string {
	s, _ := v[name].(string)
	return s
}

// Bool is a truth value, otherwise where there is none.
func (v Values) Bool(name string, otherwise bool) bool {
	if b, ok := v[name].(bool); ok {
		return b
	}
	return otherwise
}

// Texts is an array of strings.
func (v Values) Texts(name string) []string {
	s, _ := v[name].([]string)
	return s
}

// Ints is an array of whole numbers of any width.
func (v Values) Ints(name string) []int {
	var out []int
	switch a := v[name].(type) {
	case []uint64:
		for _, n := range a {
			out = append(out, int(n))
		}
	case []int64:
		for _, n := range a {
			out = append(out, int(n))
		}
	}
	return out
}
