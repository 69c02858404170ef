import { describe } from '@jest/globals'
import { itEvaluates } from '../cases'

describe('IPv4 addresses as numbers and strings', () => {
  itEvaluates([
    [`parse_ipv4('127.0.0.1')`, 2_130_706_433],
    [`parse_ipv4('192.168.1.1/24')`, 3_232_235_776],
    [`parse_ipv4('1.2.3.400')`, null],
    [`parse_ipv4('1.2.3')`, null],
    [`parse_ipv4_mask('127.0.0.1/31', 24)`, 2_130_706_432],
    [`ipv4_netmask_suffix('10.1.2.3')`, 32],
    [`format_ipv4(3232236031, 24)`, '192.168.1.0'],
    [`format_ipv4('1.2.3.400')`, ''],
    [`format_ipv4_mask('192.168.1.255', 24)`, '192.168.1.0/24'],
  ])
})

describe('IPv4 addresses are compared by their shortest prefix', () => {
  itEvaluates([
    [`ipv4_compare('127.0.0.1', '127.0.0.2')`, -1],
    [`ipv4_compare('127.0.0.1', '127.0.0.2', 24)`, 0],
    [`ipv4_is_match('192.168.1.1/30', '192.168.1.255/24')`, true],
    [`ipv4_is_match('192.168.1.1', 'x')`, null],
    [`ipv4_is_in_range('192.168.1.6', '192.168.1.1/24')`, true],
    [`ipv4_is_in_range('192.168.2.1', '192.168.1.1/24')`, false],
    [`ipv4_is_in_any_range('10.1.1.1', dynamic(['192.168.0.0/16', '10.0.0.0/8']))`, true],
    [`ipv4_is_private('172.31.255.255')`, true],
    [`ipv4_is_private('172.32.0.0')`, false],
    [`ipv4_is_private('x')`, null],
  ])
})

describe('IPv4 addresses in a string are found if no letter or digit is next to them', () => {
  itEvaluates([
    [`has_ipv4('05:04:54 127.0.0.1 GET', '127.0.0.1')`, true],
    [`has_ipv4('05:04:54127.0.0.1 GET', '127.0.0.1')`, false],
    [`has_ipv4('127.0.0.256', '127.0.0.256')`, false],
    [`has_any_ipv4('127.0.0.1:80', '10.0.0.1', '127.0.0.1')`, true],
    [`has_ipv4_prefix('a 192.168.1.1 b', '192.168.')`, true],
    [`has_ipv4_prefix('a 192.168.1.1 b', '192.168')`, false],
  ])
})
