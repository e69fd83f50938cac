using Hanzo.Network.Simulation.World;

namespace Hanzo.Network.Simulation.Tests.World;

public sealed class SimulatedRandomTests
{
    [Fact]
    public void Gives_the_numbers_of_the_published_generator()
    {
        // Reference: Vigna's splitmix64.c, seed 1234567.
        var random = new SimulatedRandom(1234567);
        Enumerable.Range(0, 5).Select(_ => random.NextUInt64()).ShouldBe(
            [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821]);
    }

    [Fact]
    public void Every_number_below_the_bound_is_as_likely()
    {
        const int draws = 60_000;
        var random = new SimulatedRandom(5);
        var counts = new int[6];
        for (var draw = 0; draw < draws; draw++) counts[random.Next(6)]++;
        counts.ShouldAllBe(count => Math.Abs(count - (draws / 6)) < 500);
    }

    [Fact]
    public void A_bound_near_the_largest_number_is_kept()
    {
        var random = new SimulatedRandom(6);
        Enumerable.Range(0, 1000).Select(_ => random.Next(long.MaxValue)).ShouldAllBe(number => number >= 0);
        Should.Throw<ArgumentOutOfRangeException>(() => random.Next(0));
    }

    [Fact]
    public void Fractions_fill_the_unit_interval()
    {
        var random = new SimulatedRandom(7);
        var drawn = Enumerable.Range(0, 10_000).Select(_ => random.NextDouble()).ToList();
        drawn.ShouldAllBe(fraction => fraction >= 0 && fraction < 1);
        drawn.Average().ShouldBe(0.5, 0.02);
        drawn.Min().ShouldBeLessThan(0.01);
        drawn.Max().ShouldBeGreaterThan(0.99);
    }

    [Fact]
    public void A_fork_depends_on_seed_and_label_and_not_on_what_was_drawn()
    {
        var random = new SimulatedRandom(8);
        var early = random.Fork("disk").NextUInt64();
        random.NextUInt64();
        random.Fork("disk").NextUInt64().ShouldBe(early);
        random.Fork("net").NextUInt64().ShouldNotBe(early);
        new SimulatedRandom(9).Fork("disk").NextUInt64().ShouldNotBe(early);
        new SimulatedRandom(8).NextUInt64().ShouldNotBe(early);
    }

    [Fact]
    public void Times_lie_between_their_ends()
    {
        var random = new SimulatedRandom(10);
        var least = TimeSpan.FromSeconds(2);
        var most = TimeSpan.FromSeconds(3);
        Enumerable.Range(0, 1000).Select(_ => random.Between(least, most)).ShouldAllBe(time => time >= least && time < most);
        random.Between(least, least).ShouldBe(least);
        Should.Throw<ArgumentOutOfRangeException>(() => random.Between(most, least));
    }
}
