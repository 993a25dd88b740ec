#include <accountgraph/records/reject.hpp>

namespace accountgraph {

const char* to_string(RejectReason reason) {
  switch (reason) {
    case RejectReason::no_account:
      return "no_account";
    case RejectReason::unreadable_time:
      return "unreadable_time";
    case RejectReason::outside_window:
      return "outside_window";
  }
  return "unknown";
}

}  // namespace accountgraph
