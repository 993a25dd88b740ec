#include <accountgraph/core/hashing.hpp>
#include <accountgraph/evidence/tables.hpp>

namespace accountgraph {
namespace {

template <class Members, class AccountOf>
std::string hashed_name(const char* prefix, const Incidence& incidence, const Members& members, AccountOf account_of) {
  Sha256 hash;
  for (const auto& member : members) {
    const std::string_view id = incidence.accounts[account_of(member)];
    hash.update(std::uint64_t{id.size()}).update(id);
  }
  return prefix + hash.hex_digest().substr(0, 12);
}

}  // namespace

std::string cluster_name(const Incidence& incidence, std::span<const std::uint32_t> members) {
  return hashed_name("c-", incidence, members, [](std::uint32_t account) { return account; });
}

std::string campaign_name(const Incidence& incidence, const Campaign& campaign) {
  return hashed_name("m-", incidence, campaign.members, [](const CampaignMember& member) { return member.account; });
}

}  // namespace accountgraph
