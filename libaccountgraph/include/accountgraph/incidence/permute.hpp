/// An incidence of chance: the same accounts and identifiers, but who holds what is dealt anew. What significance is measured against.
#pragma once

#include <cstdint>

#include <accountgraph/core/control.hpp>
#include <accountgraph/incidence/incidence.hpp>

namespace accountgraph {

/// Per kind, and per bucket of the accounts' first activity, the identifiers of all entries are shuffled among the entries. Every account
/// keeps its number of identifiers of each kind and every identifier its number of accounts, exactly. Count, times and mask of an entry
/// stay with the account, and so do its sessions: they are what the account did, whichever identifier it did it with. Placeholders
/// stay where they are: having no value is a fact about the account. Without time all accounts are of one bucket.
///
/// The shuffle is that of the configuration model's stubs; an account that is dealt one identifier twice swaps with another
/// (Fosdick, Larremore, Nishimura, Ugander 2018, doi 10.1137/16M1087175). Where such swaps are not found within 16 tries per entry of
/// the bucket, the kind stays as it was in that bucket; only buckets of a few accounts with hardly any choice come to that.
/// The same seed gives the same incidence on any number of threads. Work O(entries log entries of a row); the result is as large as
/// `incidence`, and needs 20 bytes an entry of the largest kind and bucket beside it. Throws Cancelled.
Incidence permute_identifiers(const Incidence& incidence, std::uint64_t seed, const Control& control = {});

}  // namespace accountgraph
