import { PassThrough } from 'node:stream'
import { describe, expect, it } from '@jest/globals'
import { onFirstStatus } from '../src/first-status'

function statusesOf(work: (socket: PassThrough) => void): readonly (number | undefined)[] {
  const socket = new PassThrough()
  const statuses: (number | undefined)[] = []
  onFirstStatus(socket, (status) => statuses.push(status))
  work(socket)
  return statuses
}

describe('onFirstStatus', () => {
  it('reports the status of a response that is written in pieces', () => {
    expect(statusesOf((socket) => ['HTTP/1.', '1 40', '3 Forbidden\r\n'].map((piece) => socket.write(piece)))).toEqual([
      403,
    ])
  })

  it('reports 101 for bytes that are not an HTTP response', () => {
    expect(statusesOf((socket) => socket.end(Buffer.alloc(32)))).toEqual([101])
  })

  it('restores the socket after the first status', () => {
    const socket = new PassThrough()
    const { write, end } = socket
    onFirstStatus(socket, () => {})
    socket.write('HTTP/1.1 200 OK\r\n')
    expect([socket.write, socket.end, Object.hasOwn(socket, 'write')]).toEqual([write, end, false])
  })
})
