package claims_test

import (
	"testing"

	"infoseek"
	"infoseek/internal/memcorpus"
	"infoseek/synth/claims"
)

func TestSlight(t *testing.T) {
	check(t, memcorpus.Page{Title: "Lomland", Classes: infoseek.Place, Noun: "country"}, []construct{
		{"a cut part", "Lomland is the part of Africa drained by rivers.", nil},
		{"in what it is distinct", "Lomland is distinct from the rest of Africa, but it has much in common with it.", nil},
		{"a lost article", "Lomland is located in southern part of Africa.", nil},
		{"a gauge", "Lomland is effectively surrounded by Austria.", nil},
		{"no noun behind a superlative", "Lomland is one of the sunniest in Africa.", nil},
		{"a noun behind it", "Lomland is one of the oldest countries in Africa.", []string{"is one of the oldest countries in Africa"}},
		{"ranked in two together", "Lomland is the third largest country in Austria and Hungary.", nil},
		{"ranked in a part", "Lomland is the largest country in northern Africa.", []string{"is in Africa"}},
		{"ranked in one", "Lomland is the third largest country in Africa.", []string{"is the third largest country in Africa"}},
		{"a name that is given", "Lomland is the name given to the north of Africa.", nil},
		{"a power of a town's name", "Lomland was annexed by Vienna.", nil},
		{"a power", "Lomland was annexed by Austria.", []string{"was annexed by Austria"}},
		{"whose body it is", "Lomland is governed by the Board of Control for Cricket in Austria.", nil},
		{"an adverb that turns it", "Lomland is poorly represented in Austria.", nil},
		{"part of a longer name", "Lomland is currently on Austria.TV, where it is late.", nil},
		{"the last of a line's towns", "Lomland was a stop along the Lobau, Vienna and St. Prague Railway that closed.", nil},
		{"joined somebody", "Lomland joined Austria in 1991.", []string{"joined Austria"}},
	})
	check(t, memcorpus.Page{Title: "Karl Weber", Classes: infoseek.Person, Noun: "painter", Names: []infoseek.Name{{Text: "Weber", Kind: infoseek.NameSurname}}}, []construct{
		{"what he grew up with is lost", "Weber was born in Lobau, Serbia, and brought up in Vienna.", []string{"was born in Serbia"}},
		{"where to in a year", "Weber returned to Vienna in 1831.", []string{"returned to Vienna"}},
		{"a name now known", "Weber had a minor resurgence during the Punic Wars.", nil},
		{"a number in words", "Weber set off with a fleet of fifty ships from Vienna.", []string{"set off with a fleet of 45..55 ships"}},
		{"too little", "Weber turned his attention to Austria.", nil},
		{"more than copper", "Weber was interested in calculus teaching.", nil},
	})
	check(t, memcorpus.Page{Title: "University of Vienna at Lobau", Classes: infoseek.Organisation, Noun: "university", Names: []infoseek.Name{{Text: "Vienna", Kind: infoseek.NameLead}}}, []construct{
		{"of what it is", "In 1846, Vienna was annexed into Austria.", nil},
		{"by its name", "The University of Vienna at Lobau was founded in Austria.", []string{"was founded in Austria"}},
	})
	check(t, memcorpus.Page{Title: "Battle of Lom", Classes: infoseek.Event, Noun: "battle"}, []construct{
		{"commanders", "Battle of Lom Date 1809 Location Serbia Combatants Austria Hungary Commanders Anna Bauer Strength 20\n\nThe Battle of Lom was a battle.", []string{"took place in Serbia", "was fought under Anna Bauer", "took place in 1809"}},
	})
	check(t, memcorpus.Page{Title: "Lomland", Classes: infoseek.Place, Noun: "country"}, []construct{
		{"offices", "Capital Vienna Government Republic - President Joseph Haydn - Governor Anna Bauer Currency Lom\n\nLomland is a country.", []string{"whose capital is Vienna", "whose president is Joseph Haydn", "whose governor is Anna Bauer"}},
	})
	check(t, memcorpus.Page{Title: "The Lom", Classes: infoseek.Work, Noun: "poem"}, []construct{
		{"the magazine's editor", "The Lom was first published in Vienna, a magazine started and edited by Anna Bauer.", []string{"was published in Vienna"}},
	})
}

// TestPeopled: a title in the singular cannot be the subject of what the text tells of many, so that the claim is told of it, not by its name.
func TestPeopled(t *testing.T) {
	for _, test := range []struct {
		title, text string
		common      bool
	}{
		{"Lom", "Loms settled in Austria.", true},
		{"Lommy", "Lommies settled in Austria.", true},
		{"Lom", "Lom settled in Austria.", false},
	} {
		got := read(t, memcorpus.Page{Title: test.title, Noun: "people", Text: test.text, Names: []infoseek.Name{{Text: "Loms", Kind: infoseek.NameLead}, {Text: "Lommies", Kind: infoseek.NameLead}}})
		if len(got) != 1 || got[0].Common != test.common {
			t.Errorf("%s: %+v", test.text, got)
		}
	}
}

func TestPlainNouns(t *testing.T) {
	for _, test := range []struct {
		page infoseek.Page
		want string
	}{
		{infoseek.Page{Title: "Cyclone Velma", Classes: infoseek.Event}, "cyclone"},
		{infoseek.Page{Title: "Tropical Storm Velma", Classes: infoseek.Event}, "storm"},
		{infoseek.Page{Title: "Mara Dell", Classes: infoseek.Person, Noun: "servant"}, "person"},
		{infoseek.Page{Title: "Velm Republic", Classes: infoseek.Place, Noun: "invention"}, "republic"},
		{infoseek.Page{Title: "Velm Strip", Classes: infoseek.Place, Noun: "strip"}, "place"},
	} {
		if got := claims.Noun(test.page); got != test.want {
			t.Errorf("%s: %q, want %q", test.page.Title, got, test.want)
		}
	}
}
