package main

import (
	"encoding/json"
	"testing"
)

func TestResult(t *testing.T) {
	var r result
	if err := json.Unmarshal([]byte(`[3, 2, "x"]`), &r); err != nil || r != (result{3, 2, "x"}) {
		t.Errorf("%+v, %v", r, err)
	}
}
