package main

import (
	"errors"
	"io/fs"
	"net"
	"os"
)

// port is where models are served, the same whenever this folder is worked in: a rollout that goes on asks the model that it began with.
func (s *stages) port() (string, error) {
	b, err := os.ReadFile(s.in("port"))
	if err == nil || !errors.Is(err, fs.ErrNotExist) {
		return string(b), err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	address := l.Addr().String()
	return address, errors.Join(l.Close(), os.WriteFile(s.in("port"), []byte(address), 0o644))
}
