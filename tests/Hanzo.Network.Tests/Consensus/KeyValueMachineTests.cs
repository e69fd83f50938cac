using System.Collections.Immutable;
using System.Text;
using Hanzo.Network.Consensus.Groups;
using Hanzo.Network.Consensus.KeyValues;

namespace Hanzo.Network.Tests.Consensus;

public sealed class KeyValueMachineTests
{
    private KeyValueState _state = KeyValueState.Empty;
    private ImmutableArray<KeyValueChange> _changes = [];

    [Fact]
    public void A_transaction_does_one_branch_or_the_other()
    {
        Transact([Comparison.IsAbsent("a")], [new Operation.Put("a", "1"), new Operation.Put("b", "2")], []).Held.ShouldBeTrue();
        var other = Transact([Comparison.Is("a", "0")], [new Operation.Put("a", "9")], [new Operation.Get("", Prefix: true)]);

        other.Held.ShouldBeFalse();
        other.Results[0].Entries.Select(found => (found.Key, found.Entry.Value, found.Entry.Modified))
            .ShouldBe([("a", "1", 1), ("b", "2", 1)]);
        _state.Revision.ShouldBe(1);
    }

    [Fact]
    public void Operations_see_those_before_them_and_prefixes_end_where_they_end()
    {
        Transact([], [new Operation.Put("a/1", "x"), new Operation.Put("a/2", "y"), new Operation.Put("b", "z")], []);
        var result = Transact(
            [], [new Operation.Delete("a/", Prefix: true), new Operation.Get("a/1"), new Operation.Get("", Prefix: true)], []);

        result.Results[0].Deleted.ShouldBe(2);
        result.Results[1].Entries.ShouldBeEmpty();
        result.Results[2].Entries.ShouldHaveSingleItem().Key.ShouldBe("b");
        _changes.Select(change => (change.Key, change.Entry)).ShouldBe([("a/1", null), ("a/2", null)]);
        _state.Length.ShouldBe(2);
    }

    [Fact]
    public void A_repeated_request_is_answered_as_before_and_done_once()
    {
        var session = ((KeyValueResult.SessionOpened)Apply(new KeyValueCommand.OpenSession())).Session;
        var put = new KeyValueCommand.Transact([], [new Operation.Put("a", "1")], []);
        var first = Apply(put, new ClientStamp(session, 1, 0));
        Apply(put, new ClientStamp(session, 1, 0)).ShouldBe(first);
        _state.Entries["a"].Version.ShouldBe(1);

        Apply(put, new ClientStamp(session, 2, 1));
        RefusalOf(Apply(put, new ClientStamp(session, 1, 0))).ShouldBe(KeyValueRefusal.AlreadyAnswered);
        RefusalOf(Apply(put, new ClientStamp(session, 99, 1))).ShouldBe(KeyValueRefusal.OutOfBounds);
        RefusalOf(Apply(put, new ClientStamp(77, 1, 0))).ShouldBe(KeyValueRefusal.UnknownSession);
        _state.Sessions[session].Results.Keys.ShouldBe([2]);
    }

    [Fact]
    public void Answers_are_kept_within_a_bound_and_what_was_executed_never_is_again()
    {
        var value = new string('x', 60_000);
        Transact([], [new Operation.Put("large", value)], []);
        var read = new Operation.Get("large");
        var get = new KeyValueCommand.Transact([], [new Operation.Put("n", "1"), read, read], []);
        var sessions = Enumerable.Range(0, 300).Select(_ => Apply(new KeyValueCommand.OpenSession()))
            .Cast<KeyValueResult.SessionOpened>().Select(opened => opened.Session).ToArray();
        foreach (var session in sessions) Apply(get, new ClientStamp(session, 1, 0)).ShouldBeOfType<KeyValueResult.Transacted>();
        _state.Answers.ShouldBeLessThanOrEqualTo(KeyValueLimits.MaxAnswers);
        _state.Answers.ShouldBe(_state.Sessions.Values.Sum(KeptAnswers.LengthOf));
        _state.Sessions.Count.ShouldBe(300);

        Apply(get, new ClientStamp(sessions[^1], 1, 0)).ShouldBeOfType<KeyValueResult.Transacted>();
        var refused = Apply(get, new ClientStamp(sessions[0], 1, 0)).ShouldBeOfType<KeyValueResult.Refused>();
        (refused.Reason, refused.Detail).ShouldBe((
            KeyValueRefusal.AlreadyAnswered, "the request was executed once, and its answer is not kept any more; read what there is now"));
        _state.Entries["n"].Version.ShouldBe(300);
        Apply(get, new ClientStamp(sessions[0], 2, 1)).ShouldBeOfType<KeyValueResult.Transacted>();

        KeyValueCodec.ReadSnapshot(KeyValueCodec.WriteSnapshot(_state)).Answers.ShouldBe(_state.Answers);
        foreach (var session in sessions) Apply(new KeyValueCommand.CloseSession(session));
        _state.Answers.ShouldBe(0);
    }

    [Theory]
    [InlineData("""{"command":{"kind":"session.rename","session":3}}""", "$.command")]
    [InlineData("""{"command":{"kind":"session.close","session":3,"quietly":true}}""", "$.command.quietly")]
    [InlineData("""{"command":{"kind":"transact","if":[],"then":[{"kind":"swap","key":"a"}],"else":[]}}""", "$.command.then[0]")]
    [InlineData("""{"command":{"session":3}}""", "")]
    [InlineData("""{}""", "without a command")]
    public async Task What_only_a_later_version_knows_stops_the_member_before_it_holds_something_else(string command, string named)
    {
        var part = new KeyValuePart();
        var known = KeyValueCodec.Write(new KeyValueRequest(new KeyValueCommand.Transact([], [new Operation.Put("a", "1")], [])));
        PartCommand[] commands = [new(1, known), new(2, Encoding.UTF8.GetBytes(command)), new(3, known)];
        var stopped = await Should.ThrowAsync<NewerCommandException>(() => part.ApplyAsync(commands, default).AsTask());
        stopped.Message.ShouldStartWith("entry 2 of the group's log is a request of the key-value store");
        stopped.Message.ShouldSatisfyAllConditions(text => text.ShouldContain(named), text => text.ShouldNotContain("Hanzo."));
        (part.Applied, part.State.Entries["a"].Version).ShouldBe((1, 1));
        (part.Knows(known), part.Knows(commands[1].Command)).ShouldBe((true, false), "a leader does not take it");
    }

    [Fact]
    public void With_too_many_sessions_the_one_unused_for_longest_goes()
    {
        for (var i = 0; i < KeyValueLimits.MaxSessions; i++) Apply(new KeyValueCommand.OpenSession());
        Apply(new KeyValueCommand.Transact([], [], []), new ClientStamp(1, 1, 0));
        Apply(new KeyValueCommand.OpenSession());

        _state.Sessions.Count.ShouldBe(KeyValueLimits.MaxSessions);
        _state.Sessions.ContainsKey(1).ShouldBeTrue();
        _state.Sessions.ContainsKey(2).ShouldBeFalse();
    }

    [Fact]
    public void Keys_go_with_their_lease_and_a_later_holder_has_a_higher_token()
    {
        var lease = Grant(1000);
        Transact([Comparison.IsAbsent("lock")], [new Operation.Put("lock", "me", lease)], []).Held.ShouldBeTrue();
        var token = _state.Entries["lock"].Created;
        Apply(new KeyValueCommand.Advance(600));
        Apply(new KeyValueCommand.KeepAlive(lease));
        Apply(new KeyValueCommand.Advance(999));
        _state.Entries.ShouldContainKey("lock");

        Apply(new KeyValueCommand.Advance(1));
        _changes.ShouldHaveSingleItem().Entry.ShouldBeNull();
        _state.Leases.ShouldBeEmpty();
        _state.LeaseKeys.ShouldBeEmpty();
        RefusalOf(Apply(new KeyValueCommand.KeepAlive(lease))).ShouldBe(KeyValueRefusal.UnknownLease);
        var next = Grant(1000);
        next.ShouldBeGreaterThan(lease);
        Transact([Comparison.IsAbsent("lock")], [new Operation.Put("lock", "you", next)], []).Held.ShouldBeTrue();
        _state.Entries["lock"].Created.ShouldBeGreaterThan(token);
    }

    [Fact]
    public void A_put_without_the_lease_takes_the_key_out_of_it()
    {
        var lease = Grant(1000);
        Transact([], [new Operation.Put("a", "1", lease), new Operation.Put("b", "1", lease), new Operation.Put("a", "2")], []);
        Apply(new KeyValueCommand.RevokeLease(lease));

        _state.Entries.Keys.ShouldBe(["a"]);
    }

    [Fact]
    public void What_is_out_of_bounds_changes_nothing_and_says_what()
    {
        Refused(new KeyValueCommand.Transact([], [new Operation.Put("", "1")], [])).ShouldBe("a key of 0 bytes; allowed are 1 to 512");
        Refused(new KeyValueCommand.Transact([], [new Operation.Put("a", new string('x', 65537))], []))
            .ShouldBe("the value of key 'a' has 65537 bytes; allowed are 65536");
        Refused(new KeyValueCommand.Transact([], [.. Enumerable.Repeat(new Operation.Get("a"), 129)], []))
            .ShouldBe("129 comparisons and operations; allowed are 128");
        Refused(new KeyValueCommand.Advance(0)).ShouldBe("time that advances by 0 ms; allowed are 1 to 60000");
        Refused(new KeyValueCommand.GrantLease(-1)).ShouldBe("a lease of -1 ms; allowed are 1 to 86400000");
        Apply(new KeyValueCommand.Transact([], [new Operation.Put("a", "1", 5)], [])).ShouldBeOfType<KeyValueResult.Refused>();
        _state.Revision.ShouldBe(0);

        string Refused(KeyValueCommand command) => Apply(command).ShouldBeOfType<KeyValueResult.Refused>().Detail;
    }

    [Fact]
    public void A_watcher_goes_on_from_a_revision_or_is_told_that_it_missed_something()
    {
        var history = new WatchHistory(3);
        for (var i = 1; i <= 5; i++)
        {
            Transact([], [new Operation.Put(i % 2 == 0 ? "even" : "odd", "" + i)], []);
            history.Add(_changes);
        }
        history.Read("", 1, 10).Missed.ShouldBeTrue();
        history.Read("odd", 2, 10).Changes.Select(change => change.Revision).ShouldBe([3, 5]);
        var page = history.Read("odd", 2, 1);
        page.Changes.Select(change => change.Revision).ShouldBe([3]);
        history.Read("odd", page.Seen, 10).Changes.Select(change => change.Revision).ShouldBe([5]);
        history.Reset(9);
        history.Read("", 8, 1).Missed.ShouldBeTrue();
    }

    [Fact]
    public void What_is_kept_for_watchers_is_bounded_in_length_too()
    {
        var history = new WatchHistory(capacity: 100, maxLength: 1_000);
        for (var i = 1; i <= 10; i++)
        {
            Transact([], [new Operation.Put("k", new string('x', i == 1 ? 1 : 99))], []);
            history.Add(_changes);
        }
        // Each has a key, what it is and what it was.
        history.Read("", 4, 100).Missed.ShouldBeTrue();
        history.Read("", 5, 100).Changes.Select(change => change.Revision).ShouldBe([6, 7, 8, 9, 10]);
        Transact([], [.. Enumerable.Range(0, 120).Select(i => new Operation.Put($"{i}", ""))], []);
        history.Add(_changes);
        history.Read("", 10, 100).Missed.ShouldBeTrue();
    }

    // Golden: what an earlier version has stored must be read for ever. Change it only together with KeyValueCodec.SnapshotFormat.
    [Fact]
    public void A_stored_snapshot_is_read_as_it_was()
    {
        const string golden = """{"format":"hanzo.key-values.1","index":5,"revision":2,"time":250,"entries":["""
            + """{"key":"a","entry":{"value":"é\"","created":1,"modified":2,"version":2,"lease":2}},"""
            + """{"key":"b","entry":{"value":"","created":2,"modified":2,"version":1}}],"""
            + "\"leases\":[" + """{"id":2,"milliseconds":500,"deadline":500}],"sessions":[{"id":1,"used":3,"results":["""
            + """{"sequence":1,"result":{"kind":"transacted","held":true,"revision":1,"results":[{"entries":[]}]}}]}]}""";
        var session = ((KeyValueResult.SessionOpened)Apply(new KeyValueCommand.OpenSession())).Session;
        var lease = Grant(500);
        Apply(new KeyValueCommand.Transact([], [new Operation.Put("a", "1")], []), new ClientStamp(session, 1, 0));
        Transact([], [new Operation.Put("a", "é\"", lease), new Operation.Put("b", "")], []);
        Apply(new KeyValueCommand.Advance(250));

        Encoding.UTF8.GetString(KeyValueCodec.WriteSnapshot(_state)).ShouldBe(golden);
        var read = KeyValueCodec.ReadSnapshot(Encoding.UTF8.GetBytes(golden));
        KeyValueCodec.WriteSnapshot(read).ShouldBe(Encoding.UTF8.GetBytes(golden));
        read.Length.ShouldBe(_state.Length);
        read.Keys.ShouldBe(_state.Keys);
        read.LeaseKeys[lease].ShouldBe(["a"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"format\":\"hanzo.key-values.2\"}")]
    [InlineData("{\"format\":\"hanzo.key-values.1\",\"entries\":[{")]
    public void A_snapshot_that_cannot_be_read_says_so(string text) =>
        Should.Throw<FormatException>(() => KeyValueCodec.ReadSnapshot(Encoding.UTF8.GetBytes(text)))
            .Message.ShouldContain("key-value snapshot");

    [Fact]
    public void Requests_come_back_as_they_were_written()
    {
        var request = new KeyValueRequest(
            new KeyValueCommand.Transact(
                [Comparison.IsUnchanged("a", 4)], [new Operation.Put("b", "1", 2)], [new Operation.Delete("c", Prefix: true)]),
            new ClientStamp(1, 2, 3));
        var read = KeyValueCodec.ReadRequest(KeyValueCodec.Write(request));

        read.Stamp.ShouldBe(request.Stamp);
        KeyValueCodec.Write(read).ShouldBe(KeyValueCodec.Write(request));
        Should.Throw<FormatException>(() => KeyValueCodec.ReadRequest("{}"u8));
    }

    private static KeyValueRefusal RefusalOf(KeyValueResult result) => result.ShouldBeOfType<KeyValueResult.Refused>().Reason;

    private long Grant(long milliseconds) => ((KeyValueResult.LeaseGranted)Apply(new KeyValueCommand.GrantLease(milliseconds))).Lease;

    private KeyValueResult.Transacted Transact(
        ImmutableArray<Comparison> compared, ImmutableArray<Operation> then, ImmutableArray<Operation> other) =>
        (KeyValueResult.Transacted)Apply(new KeyValueCommand.Transact(compared, then, other));

    private KeyValueResult Apply(KeyValueCommand command, ClientStamp? stamp = null)
    {
        var step = KeyValueMachine.Apply(_state, _state.Index + 1, new KeyValueRequest(command, stamp));
        (_state, _changes) = (step.State, step.Changes);
        return step.Result;
    }
}
