using Hanzo.Network.Joining;

namespace Hanzo.Network.Tests.Joining;

public sealed class JoinDeciderTests
{
    private readonly Decision _decision = new(Nodes.Node("one", "127.0.0.1:5682", age: 5));

    [Fact]
    public void Alone_it_founds_after_the_margin_and_not_before()
    {
        _decision.At(0, new JoinInput.Tick()).OfType<JoinEffect.Found>().ShouldBeEmpty();
        _decision.At(0.499, new JoinInput.Tick()).OfType<JoinEffect.Found>().ShouldBeEmpty();
        _decision.At(0.5, new JoinInput.Tick()).OfType<JoinEffect.Found>().ShouldHaveSingleItem();
        _decision.Phase.ShouldBe(JoinPhase.Founding);
    }

    [Fact]
    public void A_heard_address_is_probed_at_once_and_again_until_it_answers()
    {
        Probes(_decision.At(0.1, Heard("two", "127.0.0.1:5681"))).ShouldBe(["127.0.0.1:5681"]);
        Probes(_decision.At(0.2, new JoinInput.Tick())).ShouldBeEmpty();
        Probes(_decision.At(0.3, new JoinInput.Tick())).ShouldBe(["127.0.0.1:5681"]);
    }

    [Fact]
    public void A_contact_in_a_cluster_is_joined_at_once()
    {
        _decision.At(0.1, Heard("two", "127.0.0.1:5681", cluster: 3));
        Join(_decision.At(0.11, Answer("two", "127.0.0.1:5681", cluster: 3))).ShouldBe(["127.0.0.1:5681"]);
        _decision.At(0.5, new JoinInput.JoinSucceeded(Nodes.Cluster(3)));
        _decision.Phase.ShouldBe(JoinPhase.Joined);
        _decision.State.Contacts.ShouldBeEmpty();
    }

    [Fact]
    public void Of_two_clusters_the_older_is_joined()
    {
        _decision.At(0.1, Heard("two", "127.0.0.1:5681"));
        _decision.At(0.1, new JoinInput.JoinFailed("not yet"));
        var state = _decision.State with { Phase = JoinPhase.Joining };
        var both = new Decision(state);
        both.At(0.2, Answer("two", "127.0.0.1:5681", cluster: 9));
        both.At(0.2, Answer("three", "127.0.0.1:5683", cluster: 4));
        Join(both.At(0.3, new JoinInput.JoinFailed("timed out"))).ShouldBe(["127.0.0.1:5683"]);
    }

    [Fact]
    public void A_failed_join_prefers_another_contact_and_else_tries_the_same_again()
    {
        Join(_decision.At(0.1, Answer("two", "127.0.0.1:5681", cluster: 3))).ShouldBe(["127.0.0.1:5681"]);
        Join(_decision.At(0.2, new JoinInput.JoinFailed("refused"))).ShouldBe(["127.0.0.1:5681"]);
        _decision.At(0.3, Answer("three", "127.0.0.1:5683", cluster: 3));
        Join(_decision.At(0.4, new JoinInput.JoinFailed("refused"))).ShouldBe(["127.0.0.1:5683"]);
    }

    [Fact]
    public void A_lower_contact_without_a_cluster_is_waited_for_while_it_answers()
    {
        for (var time = 0.1; time < 20; time += 0.2) _decision.At(time, Answer("two", "127.0.0.1:5681"));
        _decision.Phase.ShouldBe(JoinPhase.Looking);
        Founding(from: 20).ShouldBeInRange(22.9, 23.2);
    }

    [Fact]
    public void A_higher_contact_without_a_cluster_does_not_stop_the_founding()
    {
        for (var time = 0.1; _decision.Phase == JoinPhase.Looking && time < 5; time += 0.1)
            _decision.At(time, Answer("two", "127.0.0.1:5683", peers: "127.0.0.1:5682"));
        _decision.Phase.ShouldBe(JoinPhase.Founding);
        _decision.Now.ShouldBe(0.35, 0.11);
    }

    [Fact]
    public void A_contact_that_knows_a_lower_one_disagrees()
    {
        for (var time = 0.1; time < 8; time += 0.2)
            _decision.At(time, Answer("two", "127.0.0.1:5683", peers: "127.0.0.1:5681"));
        _decision.Phase.ShouldBe(JoinPhase.Looking);
        _decision.State.Contacts.Keys.ShouldContain(NodeAddress.Parse("127.0.0.1:5681"));
    }

    [Fact]
    public void A_silent_contact_delays_at_most_three_seconds()
    {
        _decision.At(0, new JoinInput.AddressFound(NodeAddress.Parse("10.0.0.1:5681"), "seed", Configured: true));
        Founding(from: 0).ShouldBe(3.0, 0.11);
    }

    [Fact]
    public void Any_number_of_silent_contacts_delays_at_most_ten_seconds()
    {
        for (var i = 0; _decision.Phase == JoinPhase.Looking && i < 300; i++)
            _decision.At(i * 0.1, Heard($"ghost{i}", $"127.0.0.1:{6000 + i}"));
        _decision.Phase.ShouldBe(JoinPhase.Founding);
        _decision.Now.ShouldBe(10.0, 0.11);
    }

    [Fact]
    public void No_flood_of_addresses_is_remembered_beyond_the_bound()
    {
        for (var i = 0; i < 2 * JoinDecider.MaxContacts; i++) _decision.At(0.001 * i, Heard($"ghost{i}", $"127.0.0.1:{6000 + i}"));
        _decision.State.Contacts.Count.ShouldBeLessThanOrEqualTo(JoinDecider.MaxContacts);
    }

    [Fact]
    public void A_contact_that_is_no_longer_heard_is_forgotten_but_a_seed_is_not()
    {
        _decision.At(0, new JoinInput.AddressFound(NodeAddress.Parse("10.0.0.1:5681"), "seed", Configured: true));
        _decision.At(0, Heard("ghost", "127.0.0.1:6000"));
        var later = new Decision(_decision.State with { Self = _decision.State.Self });
        for (var time = 0.1; time < 20; time += 0.2) later.At(time, Answer("two", "127.0.0.1:5681"));
        later.State.Contacts.Keys.Select(address => address.ToString()).ShouldBe(["10.0.0.1:5681", "127.0.0.1:5681"]);
    }

    [Fact]
    public void An_address_that_turns_out_to_be_ourselves_is_set_aside()
    {
        var alias = NodeAddress.Parse("localhost:5682");
        _decision.At(0, new JoinInput.AddressFound(alias, "seed", Configured: true));
        _decision.At(0.05, new JoinInput.ReportReceived(new ContactReport { Node = _decision.State.Self }, alias));
        Founding(from: 0.05).ShouldBe(0.5, 0.11);
    }

    [Fact]
    public void Another_name_of_a_contact_does_not_count_twice()
    {
        var alias = NodeAddress.Parse("localhost:5681");
        _decision.At(0, new JoinInput.AddressFound(alias, "seed", Configured: true));
        Join(_decision.At(0.05, Answer("two", "127.0.0.1:5681", cluster: 3, asked: alias))).ShouldBe(["127.0.0.1:5681"]);
    }

    [Fact]
    public void A_cluster_that_was_left_for_an_older_one_is_joined_again_only_when_that_one_does_not_answer_in_time()
    {
        var (left, again) = (Newcomer(), Newcomer());
        Join(left.At(0.1, Answer("two", "127.0.0.1:5681", cluster: 9))).ShouldBeEmpty();
        Join(left.At(0.2, Answer("three", "127.0.0.1:5683", cluster: 4))).ShouldBe(["127.0.0.1:5683"]);
        for (var time = 0.1; time < 5; time += 0.1)
        {
            var effects = again.At(time, Answer("two", "127.0.0.1:5681", cluster: 9));
            effects.Where(effect => effect is JoinEffect.Join or JoinEffect.Found).ShouldBeEmpty();
        }


        Join(again.At(5.1, Answer("two", "127.0.0.1:5681", cluster: 9))).ShouldBe(["127.0.0.1:5681"]);

        Decision Newcomer() => new(_decision.State with { Left = Nodes.Cluster(9) });
    }

    [Fact]
    public void Who_answers_for_the_first_time_is_asked_again_at_once_and_so_hears_that_it_is_heard()
    {
        _decision.At(0.1, Heard("two", "127.0.0.1:5681"));
        Probes(_decision.At(0.15, Answer("two", "127.0.0.1:5681"))).ShouldBe(["127.0.0.1:5681"]);
        Probes(_decision.At(0.16, Answer("two", "127.0.0.1:5681"))).ShouldBeEmpty();
    }

    [Fact]
    public void A_beacon_that_tells_of_a_cluster_has_its_node_asked_soon_but_no_flood_of_them_more_often()
    {
        _decision.At(0.1, Heard("two", "127.0.0.1:5681"));
        _decision.At(0.11, Answer("two", "127.0.0.1:5681"));
        Probes(_decision.At(0.12, Heard("two", "127.0.0.1:5681", cluster: 3))).ShouldBeEmpty();
        Probes(_decision.At(0.17, Heard("two", "127.0.0.1:5681", cluster: 3))).ShouldBe(["127.0.0.1:5681"]);
        for (var time = 0.175; time < 0.215; time += 0.005)
            Probes(_decision.At(time, Heard("two", "127.0.0.1:5681", cluster: 3))).ShouldBeEmpty();
    }

    [Fact]
    public void What_answers_say_must_stand_for_a_moment_before_a_cluster_is_founded()
    {
        for (var time = 0.1; time < 0.6; time += 0.1) _decision.At(time, Answer("two", "127.0.0.1:5683"));
        _decision.At(0.6, Answer("two", "127.0.0.1:5683", peers: "127.0.0.1:5682"));
        _decision.At(0.69, new JoinInput.Tick());
        _decision.Phase.ShouldBe(JoinPhase.Looking);
        _decision.At(0.7, new JoinInput.Tick()).OfType<JoinEffect.Found>().ShouldHaveSingleItem();
    }

    private double Founding(double from)
    {
        var time = from;
        while (_decision.Phase == JoinPhase.Looking && time < from + 60) _decision.At(time += 0.1, new JoinInput.Tick());
        _decision.Phase.ShouldBe(JoinPhase.Founding);
        return time;
    }

    private static JoinInput.BeaconHeard Heard(string id, string address, int? cluster = null) => new(
        new Beacon(Nodes.Node(id, address), cluster is { } age ? Nodes.Cluster(age) : null, Reply: false));

    private static JoinInput.ReportReceived Answer(
        string id, string address, int? cluster = null, string? peers = null, NodeAddress? asked = null) =>
        new(
            new ContactReport
            {
                Node = Nodes.Node(id, address),
                Cluster = cluster is { } age ? Nodes.Cluster(age) : null,
                Peers = peers is null ? [] : [new ContactPeer(NodeAddress.Parse(peers))],
            },
            asked ?? NodeAddress.Parse(address));

    private static IEnumerable<string> Probes(IEnumerable<JoinEffect> effects) =>
        effects.OfType<JoinEffect.Probe>().Select(probe => probe.To.ToString());

    private static IEnumerable<string> Join(IEnumerable<JoinEffect> effects) =>
        effects.OfType<JoinEffect.Join>().Select(join => join.Through.ToString());
}
