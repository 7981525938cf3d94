package reward

// Reward is 1 if the rollout's format is right and its answer is a gold answer by exact match, else 0 (InfoSeek's training reward with a structure score of 0).
func Reward(rollout string, gold []string) float64 {
	answer, err := Format(rollout)
	if err != nil || !Exact(answer, gold) {
		return 0
	}
	return 1
}
