package verify

// Names lists every check's name, in the order in which they are run: those that cost nothing first.
func Names() []string {
	return []string{
		"certificate", "co-coverage", "one-clue", "constants", "duplicate", "contamination", "claim-support",
		"clarity", "difficulty", "prior-knowledge", "verifiability", "alternatives", "necessity",
	}
}
