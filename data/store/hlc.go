package store

import (
	"sync"
	"time"
)

// HLC is a hybrid logical timestamp (Kulkarni et al., "Logical Physical Clocks", 2014): milliseconds since 1970 in the upper 48
// bits, a counter in the lower 16. It never runs backwards, whatever the computer's clock does, and orders every change of a
// device.
type HLC int64

// Time is the wall-clock part, in UTC.
func (h HLC) Time() time.Time { return time.UnixMilli(int64(h) >> 16).UTC() }

// HLCAt is the first timestamp of an instant.
func HLCAt(t time.Time) HLC { return HLC(t.UnixMilli() << 16) }

// clockJumpLimit is how far the computer's clock may stand behind the newest entry before a person is asked.
const clockJumpLimit = 24 * time.Hour

// clock hands out one instant and one HLC to each transaction.
type clock struct {
	mu   sync.Mutex
	now  func() time.Time
	last HLC
	// confirmed holds the newest entry that a person has accepted as lying in the future.
	confirmed HLC
}

// behind tells how far the computer's clock stands behind the newest entry; zero or less is well.
func (c *clock) behind() time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.last.Time().Sub(c.now())
}

func (c *clock) jumped() bool {
	if c.behind() <= clockJumpLimit {
		return false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.confirmed < c.last-HLC(clockJumpLimit.Milliseconds()<<16)
}

func (c *clock) confirm() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.confirmed = c.last
}

func (c *clock) newest() HLC {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.last
}

// tick returns the transaction's instant, as the computer's clock says it, and the next timestamp.
func (c *clock) tick() (time.Time, HLC) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.now().UTC().Truncate(time.Millisecond)
	if h := HLCAt(now); h > c.last {
		c.last = h
	} else {
		c.last++
	}
	return now, c.last
}

// resume sets the stored maximum at opening.
func (c *clock) resume(stored HLC) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.last = max(c.last, stored)
}
