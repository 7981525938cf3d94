package queue

import (
	"context"
	"errors"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/nats-io/nuid"
)

// readWait is how long one request for messages waits for some.
const (
	readWait = time.Second
	// quietReads is after how many requests without an answer a consumer is asked whether it is still there.
	quietReads = 5
)

// send publishes to the back stream until it is stored. Sent again after an answer that was lost, it is stored once.
func (c *Conn) send(ctx context.Context, m *nats.Msg) error {
	id := nuid.Next()
	return c.again(ctx, "send "+m.Subject, func(ctx context.Context) error {
		_, err := c.js.PublishMsg(ctx, m, jetstream.WithMsgID(id))
		return err
	})
}

// read calls visit for the messages of a run's back stream, from the first on, with the number of each, until ctx is done or visit returns an error.
func (c *Conn) read(ctx context.Context, key string, visit func(m jetstream.Msg, seq uint64) error) error {
	next := uint64(1)
	for ctx.Err() == nil {
		var cons jetstream.Consumer
		if err := c.again(ctx, "read run "+key, func(ctx context.Context) (err error) {
			cons, err = c.js.CreateConsumer(ctx, backStream(key), jetstream.ConsumerConfig{
				DeliverPolicy: jetstream.DeliverByStartSequencePolicy, OptStartSeq: next, AckPolicy: jetstream.AckNonePolicy, InactiveThreshold: 5 * time.Minute, MemoryStorage: true, Replicas: 1,
			})
			return err
		}); err != nil {
			return err
		}
		err := fetchAll(ctx, cons, &next, visit)
		c.drop(key, cons)
		if err != nil {
			return err
		}
	}
	return ctx.Err()
}

// drop takes a consumer away that isn't needed any more; if that can't be, it goes by itself.
func (c *Conn) drop(key string, cons jetstream.Consumer) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	c.js.DeleteConsumer(ctx, backStream(key), cons.CachedInfo().Name)
}

// fetchAll reads until ctx is done, visit returns an error, or the consumer or one of its messages is lost, which is no error: reading goes on from next with another one.
func fetchAll(ctx context.Context, cons jetstream.Consumer, next *uint64, visit func(m jetstream.Msg, seq uint64) error) error {
	received := uint64(0)
	for quiet := 0; ctx.Err() == nil; quiet++ {
		batch, err := cons.Fetch(256, jetstream.FetchMaxWait(readWait))
		if err != nil {
			return nil
		}
		for m := range batch.Messages() {
			meta, err := m.Metadata()
			if err != nil {
				return fault("read", err)
			}
			if received++; meta.Sequence.Consumer != received {
				return nil
			}
			quiet, *next = 0, meta.Sequence.Stream+1
			if err := visit(m, meta.Sequence.Stream); err != nil {
				return err
			}
		}
		if batch.Error() != nil {
			return nil
		}
		if quiet < quietReads {
			continue
		}
		if info, err := cons.Info(ctx); err != nil || info.Delivered.Consumer != received {
			return nil
		}
		quiet = 0
	}
	return nil
}

// next is the first message of a run's back stream with a subject, from the one numbered seq on; nil if there is none.
func (c *Conn) next(ctx context.Context, key, subject string, seq uint64) (m *jetstream.RawStreamMsg, err error) {
	err = c.again(ctx, "read "+subject, func(ctx context.Context) error {
		back, err := c.js.Stream(ctx, backStream(key))
		if err != nil {
			return err
		}
		m, err = back.GetMsg(ctx, seq, jetstream.WithGetMsgSubject(subject))
		if errors.Is(err, jetstream.ErrMsgNotFound) {
			return nil
		}
		return err
	})
	return m, err
}
