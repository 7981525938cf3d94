package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"infoseek"
	"infoseek/runs/queue"

	"github.com/spf13/cobra"
)

const (
	embeddedQueue = "embedded"
	// thisMachine is any free port of it.
	thisMachine = "127.0.0.1:0"
	// secrets of the queue, in the environment
	tokenEnv       = "NATS_TOKEN"
	credentialsEnv = "NATS_CREDS"
)

// queueFlag is --queue of 'synth' and 'rollout': where items are worked on.
type queueFlag struct{ where string }

func (q *queueFlag) add(c *cobra.Command) {
	c.Flags().StringVar(&q.where, "queue", "", "have the items worked on by 'infoseek worker' elsewhere: `URL` of a NATS server or cluster with JetStream (several with commas between), or embedded[:HOST:PORT] for one inside this program, which then works too")
}

// embedded returns the address that an embedded queue listens at.
func (q *queueFlag) embedded() (addr string, ok bool) {
	if q.where == embeddedQueue {
		return thisMachine, true
	}
	return strings.CutPrefix(q.where, embeddedQueue+":")
}

// open is the way to the queue of a run's directory, nil if there is none; a worker in this process serves it by work where the queue is inside the program.
func (q *queueFlag) open(ctx context.Context, a *app, work func(context.Context, *queue.Conn) error) func(dir string) (*queue.Conn, func(), error) {
	if q.where == "" {
		return nil
	}
	return func(dir string) (*queue.Conn, func(), error) {
		if addr, ok := q.embedded(); ok {
			return a.embedQueue(ctx, work, filepath.Join(dir, "queue"), addr)
		}
		c, err := queue.Dial(q.where, a.queueOptions())
		if err != nil {
			return nil, nil, err
		}
		a.log.Info("waiting for workers: infoseek worker -c CORPUS --queue URL", "run", dir)
		return c, c.Close, nil
	}
}

// tellNothing is for a worker in the process of its only run.
func tellNothing(string, error) {}

func (a *app) queueOptions() queue.Options {
	token, _ := a.env(tokenEnv)
	credentials, _ := a.env(credentialsEnv)
	return queue.Options{Token: token, Credentials: credentials, Log: a.log}
}

// embedQueue starts a queue that keeps its streams in dir until the run has ended, with a worker in this process.
func (a *app) embedQueue(ctx context.Context, work func(context.Context, *queue.Conn) error, dir, addr string) (*queue.Conn, func(), error) {
	o := a.queueOptions()
	s, err := queue.Serve(dir, addr, o)
	if err != nil {
		return nil, nil, err
	}
	a.log.Info("queue", "url", s.URL())
	owner, err := queue.Dial(s.URL(), o)
	if err != nil {
		s.Close()
		return nil, nil, err
	}
	worker, err := queue.Dial(s.URL(), o)
	if err == nil && addr == thisMachine {
		err = owner.Reclaim(ctx) // nobody else knew the port
	}
	if err != nil {
		if worker != nil {
			worker.Close()
		}
		owner.Close()
		s.Close()
		return nil, nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	var working sync.WaitGroup
	working.Go(func() {
		if err := work(ctx, worker); err != nil && !errors.Is(err, context.Canceled) && !errors.Is(err, infoseek.ErrLimit) {
			a.log.Warn("the worker in this process ended", "error", err)
		}
	})
	return owner, func() {
		left, err := owner.Runs(context.WithoutCancel(ctx))
		cancel()
		working.Wait()
		worker.Close()
		owner.Close()
		s.Close()
		if err == nil && len(left) == 0 {
			os.RemoveAll(dir)
		}
	}, nil
}
