using Hanzo.Network.Cluster.State;
using Hanzo.Network.State;

namespace Hanzo.Network.Cluster.Tests.State;

public sealed class BucketReadsTests
{
    private readonly Clock _clock = new();
    private readonly List<string> _told = [];
    private readonly BucketReads _reads;

    public BucketReadsTests() => _reads = new BucketReads(_clock, TimeSpan.FromSeconds(6));

    [Fact]
    public void Who_comes_while_a_read_is_under_way_shares_the_next_one()
    {
        var first = Add("a")!;
        Add("b").ShouldBeNull();
        Add("c").ShouldBeNull();

        _reads.End(first, out var second).ShouldBeTrue();
        Tell(first);
        _told.ShouldBe(["a"]);
        _reads.End(second!, out var third).ShouldBeTrue();
        Tell(second!);

        _told.ShouldBe(["a", "b", "c"]);
        third.ShouldBeNull();
        Add("d").ShouldNotBeNull();
    }

    [Fact]
    public void Another_bucket_or_consistency_is_another_read()
    {
        Add("a").ShouldNotBeNull();

        _reads.Add(8, StateConsistency.Majority, _ => { }).ShouldNotBeNull();
        _reads.Add(7, StateConsistency.All, _ => { }).ShouldNotBeNull();
    }

    [Fact]
    public void One_that_is_never_answered_holds_nobody_up_for_long()
    {
        var lost = Add("a")!;
        Add("b").ShouldBeNull();
        _clock.Now = 7;

        var next = Add("c");

        _reads.End(lost, out _).ShouldBeFalse();
        Tell(next!);
        _told.ShouldBe(["b", "c"]);
    }

    [Fact]
    public void Those_who_wait_have_a_bound()
    {
        var round = Add("a")!;
        for (var i = 1; i < BucketReads.MaxWaiting; i++) Add("b");
        _reads.IsFull.ShouldBeTrue();

        _reads.End(round, out _);

        _reads.IsFull.ShouldBeFalse();
    }

    private BucketReads.Round? Add(string name) => _reads.Add(7, StateConsistency.Majority, _ => _told.Add(name));

    private static void Tell(BucketReads.Round round)
    {
        foreach (var then in round.Callers) then(true);
    }
}

/// <summary>Seconds that a test sets.</summary>
internal sealed class Clock : TimeProvider
{
    public long Now { get; set; }

    public override long TimestampFrequency => 1;

    public override long GetTimestamp() => Now;
}
