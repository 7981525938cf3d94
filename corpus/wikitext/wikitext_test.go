package wikitext

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestText(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"link", "a [[Foo|bar]] b", "a bar b"},
		{"trail", "two [[bus]]es", "two buses"},
		{"bold", "'''L'Équipe''' is ''it''", "L'Équipe is it"},
		{"template", "a {{cite|x={{y}}}} b", "a b"},
		{"hole", "Foo ({{IPA|x}}; born 1950) is", "Foo (born 1950) is"},
		{"empty brackets", "Foo ({{IPA|x}}) is", "Foo is"},
		{"unclosed", "a {{ b [[ c", "a b c"},
		{"list", "x\n* a\n* b\ny", "x\n\na\nb\n\ny"},
		{"heading", "x\n== H ==\ny", "x\n\nH\n\ny"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, Parse("T", tt.in, Site{}).Text); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}
