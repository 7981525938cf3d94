package claims_test

import (
	"testing"

	"infoseek"
	"infoseek/internal/memcorpus"
)

// TestWhole: a claim that what the sentence says behind it completes is none, unless its phrase needs no more.
func TestWhole(t *testing.T) {
	check(t, memcorpus.Page{Title: "Karl Weber", Classes: infoseek.Person, Noun: "painter", Names: []infoseek.Name{{Text: "Weber", Kind: infoseek.NameSurname}}}, []construct{
		{"by whom", "Weber ended the long siege of Vienna by his cunning.", nil},
		{"to do what", "Weber was selected by Anna Bauer to paint a hall.", nil},
		{"until when", "Well, he saw what he saw. Then he rested as he did. Weber spent most of his time in Vienna between 1802 and 1805.", nil},
		{"nothing behind", "Weber went on a trip through Vienna.", []string{"went on a trip through Vienna"}},
		{"nothing behind but a list", "Weber went on a trip through Vienna and Prague.", []string{"went on a trip through Vienna", "went on a trip through Prague"}},
		{"another clause", "Weber went on a trip through Vienna, where he had a house.", []string{"went on a trip through Vienna"}},
		{"then", "Weber spent much time in Vienna.", nil},
		{"was once", "Weber was a painter living in Vienna.", []string{"was a painter living in Vienna"}},
		{"whole by itself", "Weber visited Vienna with friends.", []string{"visited Vienna"}},
		{"whole passive", "Weber was buried in Vienna with his dog.", []string{"was buried in Vienna"}},
		{"ordinal", "Weber is the second in Vienna to hold an office.", nil},
		{"what was it", "Weber took the lead in opposing the reforms within Austria.", nil},
		{"of what it is", "Weber mapped the north coast of Africa.", []string{"mapped the north coast of Africa"}},
		{"involved in what", "Weber was involved in a quarrel in May in Vienna.", nil},
		{"as what", "Weber was appointed by Anna Bauer.", nil},
		{"to do what together", "Weber joined Austria to set up a bank.", nil},
		{"tied", "Weber is tied with Joseph Haydn.", nil},
		{"a game against", "Weber beat Joseph Haydn in a race.", nil},
		{"somebody's", "Weber brought her back to Vienna.", nil},
	})
	check(t, memcorpus.Page{Title: "The Feast", Classes: infoseek.Work, Noun: "painting"}, []construct{
		{"a century is no year", "The Feast is a 15th century mural in Vienna.", nil},
	})
	check(t, memcorpus.Page{Title: "Lomland", Classes: infoseek.Place, Noun: "country"}, []construct{
		{"ranked by", "Lomland is the largest country in Africa by area.", []string{"is in Africa"}},
		{"ranked behind", "Lomland is the largest country in Africa, after Austria.", []string{"is in Africa"}},
		{"ranked", "Lomland is the largest country in Africa.", []string{"is the largest country in Africa"}},
		{"a state of things", "Lomland was out of coal and iron in Austria by 1946.", nil},
		{"capital", "Lomland is the capital of Austria during winter.", []string{"is the capital of Austria"}},
	})
}

// TestWholeYears: with a year alone only what happens once is whole.
func TestWholeYears(t *testing.T) {
	check(t, memcorpus.Page{Title: "Karl Weber", Classes: infoseek.Person, Noun: "painter", Names: []infoseek.Name{{Text: "Weber", Kind: infoseek.NameSurname}}}, []construct{
		{"where", "Weber registered in 1826 at the school.", nil},
		{"into what", "Weber made his public entrance in 1696 into the world of art.", nil},
		{"which", "Weber finished the program in 1938.", nil},
		{"in what", "Weber was involved in an accident in 1654.", nil},
		{"as what", "Weber was introduced in 1900 as a painter.", nil},
		{"office", "Weber took office in 1837.", []string{"took office in 1837"}},
		{"became", "Weber became king in 1837.", []string{"became king in 1837"}},
		{"knighted", "Weber was knighted in 1850.", []string{"was knighted in 1850"}},
		{"his", "He liked what he did as he did it. He saw. Karl Weber published his novel in 1850.", []string{"published his novel in 1850"}},
	})
	check(t, memcorpus.Page{Title: "Lomland", Classes: infoseek.Place, Noun: "country"}, []construct{
		{"entered", "Lomland entered a conflict in 1945.", nil},
		{"again", "Lomland was reintroduced in 1945.", nil},
		{"independent", "Lomland became independent in 1945.", []string{"became independent in 1945"}},
		{"independence", "Lomland declared its independence in 1945.", []string{"declared its independence in 1945"}},
		{"founded as", "Lomland was founded in 1945 as a kingdom.", []string{"was founded in 1945"}},
	})
}

// TestChain: a pronoun stands for the topic where nobody else can be meant.
func TestChain(t *testing.T) {
	check(t, memcorpus.Page{Title: "Karl Weber", Classes: infoseek.Person, Noun: "painter", Text: ""}, []construct{
		{"behind the topic", "He liked it as he did. He saw what he saw. Karl Weber was a painter. He died in Vienna.", []string{"died in Vienna"}},
		{"last named", "He liked it as he did. He saw what he saw. Karl Weber met Joseph Haydn. He died in Vienna.", []string{"met Joseph Haydn"}},
		{"kin", "He liked it as he did. He saw what he saw. His son was a painter. He died in Vienna.", nil},
		{"item of a list", "He liked it as he did. He saw what he saw. Karl Weber had two sons: * Paul was a painter. He died in Vienna.", nil},
		{"his own", "He liked it as he did. He saw what he saw. His house burnt down. He died in Vienna.", []string{"died in Vienna"}},
	})
	check(t, memcorpus.Page{Title: "Lomland", Classes: infoseek.Place, Noun: "country"}, []construct{
		{"its law", "Lomland is old. Its law was signed in Prague. It borders Austria.", nil},
	})
}
