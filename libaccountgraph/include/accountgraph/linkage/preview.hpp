/// What linking would cost and rest on, before it is done: a sample of the accounts is linked for real.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <accountgraph/core/control.hpp>
#include <accountgraph/core/table.hpp>
#include <accountgraph/linkage/evidence_model.hpp>

namespace accountgraph {

struct PreviewedIdentifier {
  std::uint32_t identifier = 0;
  std::uint64_t accounts = 0;  ///< d_k: accounts that hold it
  std::uint64_t meetings = 0;  ///< exact: pairs of accounts that meet because of it
  std::uint64_t evidence = 0;  ///< predicted: what it gives all links together, in 1/1024 bit, before caps

  friend bool operator==(const PreviewedIdentifier&, const PreviewedIdentifier&) = default;
};

struct LinkPreview {
  std::uint64_t accounts = 0;  ///< exact: accounts that can have a link; a star's members are one
  std::uint64_t sampled = 0;   ///< those that were linked with all others
  std::uint64_t meetings =
      0;  ///< exact: pairs that meet in creating heads, once for every identifier that they meet by; the join's work
  std::uint64_t candidates = 0;  ///< predicted: pairs that are compared exactly
  std::uint64_t links =
      0;  ///< predicted: pairs that reach the threshold, before max_links_per_account; exact if all were sampled
  std::uint64_t links_error = 0;  ///< standard error of `links`; 0 if all were sampled
  std::uint64_t memory_bytes =
      0;  ///< predicted peak of link_accounts beyond the incidence and the model, two standard errors included
  std::vector<PreviewedIdentifier> costliest;     ///< most meetings first, at most 20: what the time goes to
  std::vector<PreviewedIdentifier> most_telling;  ///< most evidence first, at most 20: what the links rest on

  friend bool operator==(const LinkPreview&, const LinkPreview&) = default;
};

/// The preview of link_accounts with the same arguments.
///
/// One account is drawn of every so many neighbours in the join's order, by a hash of its place: of one in 100 at least, of 4,000 at least
/// as long as those meet no more than 2^22 others, of all where that allows it. An identifier's evidence is taken from 16 links of
/// each drawn account at most. It counts what links, not what all pairs share: those of an address of thousands share much together and
/// are no links. An identifier high up there that is known to be shared lawfully belongs on the allow-list.
///
/// Work: preparing the join (O(entries log entries of a row)), then the sample's part of it. Memory O(entries). The same for any number of
/// threads. Throws std::invalid_argument for bad options, Cancelled.
LinkPreview preview_links(const Incidence& incidence, const EvidenceModel& model, const LinkOptions& options = {},
                          const Control& control = {});

/// Columns kind, identifier, accounts, meetings, bits (all that it gives the links together): one row each.
Table previewed_identifiers_table(const Incidence& incidence, std::span<const PreviewedIdentifier> identifiers);

}  // namespace accountgraph
