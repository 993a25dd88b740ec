/// Honest activity: sessions at a place, with a device, by a card, and prompts of the place and the person.
#include <algorithm>

#include <accountgraph/core/ids.hpp>

#include "generators.hpp"
#include "honest_person.hpp"

namespace accountgraph::synth {
namespace {

enum class Place { home, work, mobile, vpn, travel, ci, gateway };
enum SessionDraw : std::uint64_t {
  draw_day = 1,
  draw_weekend,
  draw_other_day,
  draw_second,
  draw_place,
  draw_device,
  draw_card,
  draw_exit,
  draw_night,
  draw_version,
  draw_placeholder,
  draw_mate
};
enum EventDraw : std::uint64_t { draw_gap = 1, draw_source, draw_which, draw_micros };

struct Session {
  Place place = Place::home;
  std::int32_t day = 0;
  std::int64_t second = 0;  ///< of the day, UTC
  bool evaluation = false;
  Code payment = 0, device = 0, ip = 0, phone = 0;
};

struct Author {
  const World& world;
  const Person& person;
  std::uint32_t account;
  CounterRandom sessions;
  CounterRandom events;

  bool works_at(WorkplaceType type) const {
    return person.workplace != kNone && world.workplaces[person.workplace].type == type;
  }

  Place choose_place(const Session& session, CounterRandom draw, bool office_hours) const {
    const double unit = draw.unit(draw_place);
    const std::int32_t away = session.day - person.travel_from;
    if (person.gateway) return Place::gateway;
    if (person.ci && unit < .3) return Place::ci;
    if (away >= 0 && away < person.travel_days) return unit < .7 ? Place::travel : Place::mobile;
    const bool has_site =
        person.workplace != kNone && (!works_at(WorkplaceType::reseller) || workplace_line_of_agency());
    if (has_site && office_hours && unit < .75) return Place::work;
    const double rest = draw.unit(draw_exit, 1);
    if (rest < person.mobile_share) return Place::mobile;
    if (draw.unit(draw_exit, 2) < person.vpn_share) return Place::vpn;
    return Place::home;
  }
  bool workplace_line_of_agency() const { return (person.workplace & 1) != 0; }  // half the agencies have premises

  std::uint64_t team_mate(CounterRandom draw) const {
    return person.team == 0 ? 0 : draw.below(person.team, draw_mate);
  }

  Code address(const Session& session, CounterRandom draw) const {
    const double unit = draw.unit(draw_exit);
    const auto count = static_cast<double>(world.home.size());
    switch (session.place) {
      case Place::work:
        return make_code(Pool::workplace_line, person.workplace);
      case Place::vpn:
        return vpn_exit(world, unit);
      case Place::ci:
        return make_code(Pool::ci_line, static_cast<std::uint64_t>(unit * (24 + count / 5000)));
      case Place::gateway:
        return gateway_line(world, unit);
      case Place::travel: {
        const std::uint64_t hotels = 10 + world.home.size() / 300;
        return make_code(Pool::hotel_line,
                         events.below(hotels, 1ULL << 40, static_cast<std::uint64_t>(session.day) / 4));
      }
      case Place::mobile:
        return carrier_exit(session.day);
      case Place::home:
        break;
    }
    // A team's people work from homes of their own, which they share with people who have other accounts.
    const std::uint64_t mate = team_mate(draw);
    const auto home =
        mate == 0 ? person.home : static_cast<std::uint32_t>(events.below(world.num_homes, 5ULL << 40, mate));
    return home_address(world, home, session.day, draw.at(draw_version));
  }

  /// Most carriers put a region behind a few exits; the others hand a customer one of many addresses for a day.
  Code carrier_exit(std::int32_t day) const {
    const CounterRandom region(world.honest_random.at(stream_region, person.region));
    const bool thin = region.unit(1) < .3;
    const double thin_pool = std::min(1000.0, world.options.look_alikes.carrier_accounts_per_region / 8 + 1);
    const std::uint64_t exits = thin ? static_cast<std::uint64_t>(thin_pool) : 2;
    return make_code(Pool::carrier_exit, person.region * 1024ULL + events.below(exits, 2ULL << 40, day));
  }

  /// The confirmed number on a day. A recycled one was the lower account's, which has none after that.
  Code confirmed_number(std::int32_t day) const {
    if (person.number_partner != kNone) {
      const bool lower = account < person.number_partner;
      if ((day >= person.number_day) == lower) return 0;
      return make_code(Pool::own_number, std::min(account, person.number_partner));
    }
    if (!person.has_number) return 0;
    if (person.public_number != kNone) return make_code(Pool::public_number, person.public_number);
    if (person.workplace != kNone &&
        workplace_has(world, person.workplace, world.options.look_alikes.office_phone, has_number)) {
      return make_code(Pool::workplace_number, person.workplace);
    }
    if (household_has_number(world, person.home)) return make_code(Pool::household_number, person.home);
    return make_code(Pool::own_number, account);
  }

  Code phone(std::int32_t day) const {
    const std::uint32_t partner = person.second_hand_partner;
    if (partner != kNone) {
      const bool handed_over = day >= person.second_hand_day;
      const std::uint64_t phone_of_lower = std::min(account, partner) * 8ULL + 4;
      if (handed_over != (account < partner)) return make_code(Pool::own_device, phone_of_lower);
      return make_code(Pool::own_device, account * 8ULL + 5);
    }
    if (person.phone_model != kNone) return make_code(Pool::phone_model, person.phone_model);
    return make_code(Pool::own_device, account * 8ULL + 2);
  }

  Code device(const Session& session, CounterRandom draw) const {
    const double unit = draw.unit(draw_device);
    if (session.place == Place::gateway) return 0;
    if (const std::uint64_t mate = team_mate(draw); mate > 0)
      return make_code(Pool::team_device, account * 32ULL + mate);
    if (session.place == Place::ci) return make_code(Pool::ci_image, static_cast<std::uint64_t>(4 * unit));
    if (session.place == Place::mobile) return phone(session.day);
    if (session.place == Place::work) {
      const bool image = workplace_has(world, person.workplace, world.options.look_alikes.office_image, has_image);
      return image ? make_code(Pool::workplace_device, person.workplace)
                   : make_code(Pool::own_device, account * 8ULL + 3);
    }
    if (session.place == Place::home && unit < .4 && household_has_computer(world, person.home)) {
      return make_code(Pool::household_device, person.home);
    }
    if (unit > .7) return phone(session.day);
    if (person.common_browser != kNone) return make_code(Pool::common_browser, person.common_browser);
    return make_code(Pool::own_device, account * 8ULL + (session.day >= person.new_laptop_day ? 1 : 0));
  }

  Code payment(const Session& session, CounterRandom draw) const {
    if (works_at(WorkplaceType::reseller)) return make_code(Pool::workplace_card, person.workplace);
    if (person.workplace != kNone &&
        workplace_has(world, person.workplace, world.options.look_alikes.office_card, has_card)) {
      return make_code(Pool::workplace_card, person.workplace);
    }
    if (person.unpaid) return 0;
    if (household_has_card(world, person.home)) return make_code(Pool::household_card, person.home);
    std::uint64_t slot = session.day >= person.new_card_day ? 1 : 0;
    if (person.cards > 1 && draw.unit(draw_card) < .3) slot = 2;
    return make_code(Pool::own_card, account * 4ULL + slot);
  }

  Session begin_session(std::uint64_t number) const {
    const CounterRandom draw(sessions.at(number));
    const std::int32_t life = person.last_day - person.first_day + 1;
    Session session;
    session.day = person.first_day + static_cast<std::int32_t>(draw.below(life, draw_day));
    if (is_weekend(world, session.day) && draw.unit(draw_weekend) < .4) {
      session.day = person.first_day + static_cast<std::int32_t>(draw.below(life, draw_other_day));
    }
    std::int32_t local = diurnal_second(draw.unit(draw_second));
    session.evaluation = person.evaluation && draw.unit(draw_night) < .3;
    if (session.evaluation) local = 2 * 3600 + local / 48;
    const bool office_hours = !is_weekend(world, session.day) && local >= 8 * 3600 && local < 18 * 3600;
    session.second = (local - person.time_zone * 3600 + 86'400) % 86'400;
    session.place = choose_place(session, draw, office_hours);
    session.ip = address(session, draw);
    session.device = device(session, draw);
    session.payment = payment(session, draw);
    session.phone = confirmed_number(session.day);
    if (person.placeholder_kind != kNone && session.phone != 0) {
      session.phone = make_code(Pool::placeholder, events.below(kNumPlaceholders, 6ULL << 40));
    }
    if (person.placeholder_kind < 3 && draw.unit(draw_placeholder) < .8) {
      Code& stripped = person.placeholder_kind == 0   ? session.payment
                       : person.placeholder_kind == 1 ? session.device
                                                      : session.ip;
      stripped = make_code(Pool::placeholder, events.below(kNumPlaceholders, 3ULL << 40));
    }
    return session;
  }

  /// The template of one event: of the place, of the workplace, popular, passed on among some, own, one-off or none.
  Code prompt(const Session& session, std::uint64_t event, CounterRandom draw) const {
    double unit = draw.unit(draw_source);
    const double which = draw.unit(draw_which);
    const auto taken = [&unit](double share) { return (unit -= share) < 0; };
    if (person.placeholder_kind == 3 && unit < .8)
      return make_code(Pool::placeholder, events.below(kNumPlaceholders, 3ULL << 40));
    if (session.place == Place::gateway && taken(.8)) return 0;
    if (session.place == Place::ci) {
      const std::uint64_t owner = person.workplace != kNone ? person.workplace : (1ULL << 32) + account;
      return taken(.8) ? make_code(Pool::ci_template, owner * 4 + static_cast<std::uint64_t>(which * 3)) : 0;
    }
    if (session.evaluation) {
      const std::uint64_t suite = events.below(5, 4ULL << 40);
      return make_code(Pool::evaluation, suite * 64 + static_cast<std::uint64_t>(which * 60));
    }
    if (person.workplace != kNone) {
      const bool at_work = session.place == Place::work;
      if (works_at(WorkplaceType::classroom) && taken(at_work ? .7 : .3)) {
        const std::uint64_t assignment = static_cast<std::uint64_t>(session.day) / 7 * 2 + (which < .5 ? 0 : 1);
        return make_code(Pool::workplace_template, person.workplace * 2048ULL + assignment);
      }
      if (works_at(WorkplaceType::reseller) && taken(.6)) {
        return make_code(Pool::workplace_template, person.workplace * 2048ULL + static_cast<std::uint64_t>(which * 12));
      }
      if (at_work &&
          workplace_has(world, person.workplace, world.options.look_alikes.office_templates, has_templates) &&
          taken(.5)) {
        return make_code(Pool::workplace_template, person.workplace * 2048ULL + static_cast<std::uint64_t>(which * 8));
      }
    }
    if (person.framework != kNone && taken(.22)) return make_code(Pool::framework, person.framework);
    if (person.tutorial && taken(.08)) return popular_tutorial(world, which);
    if (taken(.03)) {
      const auto prompts = 5 + static_cast<double>(world.home.size()) / 4;
      return make_code(Pool::community_prompt, static_cast<std::uint64_t>(prompts * which * which));
    }
    if (taken(.1)) return make_code(Pool::own_template, account * 16ULL + static_cast<std::uint64_t>(which * 5));
    if (taken(.15)) return make_code(Pool::one_off_template, (std::uint64_t{account} << 24) + event);
    return 0;
  }
};

}  // namespace

void draft_honest_events(const World& world, std::uint32_t account, std::vector<Draft>& drafts) {
  const Person person = describe(world, account);
  const Author author{world, person, account, CounterRandom(world.honest_random.at(stream_session, account)),
                      CounterRandom(world.honest_random.at(stream_event, account))};
  const std::int64_t end = window_time(world, static_cast<std::int32_t>(world.options.days), 0, 0);
  Session session;
  std::int64_t second = 0;
  for (std::uint32_t event = 0; event < person.events; ++event) {
    const CounterRandom draw(author.events.at(event));
    if (event % person.burst == 0) {
      session = author.begin_session(event / person.burst);
      second = session.second;
    } else {
      second += 15 + static_cast<std::int64_t>(draw.below(600, draw_gap));
    }
    const std::int64_t time = window_time(world, session.day, second, draw.below(1'000'000, draw_micros));
    drafts.push_back({std::min(time, end - 1),
                      {session.payment, session.device, session.ip, author.prompt(session, event, draw), session.phone},
                      (std::uint64_t{account} << 16) + static_cast<std::uint64_t>(session.day)});
  }
}

}  // namespace accountgraph::synth
