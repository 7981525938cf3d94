package queue

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
)

// Key tells the run called id in the directory dir of this machine from others with the same id.
func Key(dir, id string) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	host, err := os.Hostname()
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256([]byte(host + "\n" + dir))
	return id + "-" + hex.EncodeToString(sum[:4]), nil
}
