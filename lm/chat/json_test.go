package chat

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"
)

func TestValue(t *testing.T) {
	for raw, want := range map[string]any{
		`{"q":"x"}`: map[string]any{"q": "x"}, `[1, 2.5, null]`: []any{1, 2.5, nil}, `"a"`: "a",
		`{"q":"x"`: "no JSON", ``: "no JSON", `{} {}`: "no JSON", `1e999`: "no JSON", strings.Repeat("[", 5_000_000): "no JSON", strings.Repeat("[", 20_000) + strings.Repeat("]", 20_000): "no JSON",
	} {
		if got := (orders{}).value(json.RawMessage(raw), "no JSON"); !reflect.DeepEqual(got, want) {
			t.Errorf("%.20q is %v, want %v", raw, got, want)
		}
	}
}

// TestManyKeys: an object of very many keys is read in the order in which it has them, the last of equals counting.
func TestManyKeys(t *testing.T) {
	var b strings.Builder
	const n = 300_000 // at which comparing each with each takes minutes
	for i := range n {
		fmt.Fprintf(&b, `"k%d":1,`, n-i)
	}
	o := orders{}
	m := o.value(json.RawMessage("{"+b.String()+`"k3":2}`), nil).(map[string]any)
	if keys := o.of(m); len(keys) != n || keys[0] != fmt.Sprintf("k%d", n) || keys[n-1] != "k1" || m["k3"] != 2 {
		t.Errorf("%d keys, k3 is %v", len(keys), m["k3"])
	}
}
