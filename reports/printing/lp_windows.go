//go:build windows

package printing

import "context"

// Queues returns ErrSavePDF: there is no way here to print a PDF without writing a plain
// copy to disk.
func Queues(context.Context) ([]Queue, error) { return nil, ErrSavePDF }

// Print returns ErrSavePDF.
func Print(context.Context, Job) (string, error) { return "", ErrSavePDF }

// Waiting returns ErrSavePDF.
func Waiting(context.Context, string) (bool, error) { return false, ErrSavePDF }
