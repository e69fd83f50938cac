namespace Hanzo.Network.Simulation.Tests.Campaigns;

public sealed class SeedQueueTests
{
    private static readonly CampaignOptions Options = new("", new SimulationOptions(0), 3, null, 10, 1, false, false);

    [Fact]
    public void Seeds_follow_each_other_until_there_are_enough()
    {
        var seeds = new SeedQueue(Options, TimeProvider.System, CancellationToken.None);

        Enumerable.Range(0, 4).Select(_ => seeds.Next()).ShouldBe([10, 11, 12, null]);
    }

    [Fact]
    public void After_the_largest_seed_comes_the_smallest()
    {
        var seeds = new SeedQueue(Options with { FirstSeed = ulong.MaxValue }, TimeProvider.System, CancellationToken.None);

        Enumerable.Range(0, 3).Select(_ => seeds.Next()).ShouldBe([ulong.MaxValue, 0, 1]);
    }

    [Fact]
    public void When_the_time_is_up_or_somebody_interrupts_there_are_no_more()
    {
        new SeedQueue(Options with { RealTime = TimeSpan.Zero }, TimeProvider.System, CancellationToken.None).Next().ShouldBeNull();
        new SeedQueue(Options, TimeProvider.System, new CancellationToken(canceled: true)).Next().ShouldBeNull();
    }
}
