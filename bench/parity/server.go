package main

import (
	"context"
	"errors"
	"net"

	"infoseek/agent"
	"infoseek/bench/library"
	"infoseek/serve"
)

// serving has a server over the sample corpus answer until end is called.
func serving(ctx context.Context) (url string, end func() error, err error) {
	shelf, err := library.New().Open(ctx, library.Sample)
	if err != nil {
		return "", nil, err
	}
	s, err := serve.New(serve.Tools{Pages: shelf, Searcher: shelf.Searcher, Refiner: agent.Extract{}}, serve.Options{})
	if err != nil {
		return "", nil, errors.Join(err, shelf.Close())
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, errors.Join(err, shelf.Close())
	}
	serving, stop := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(serving, l) }()
	return "http://" + l.Addr().String(), func() error {
		stop()
		return errors.Join(<-ended, shelf.Close())
	}, nil
}
