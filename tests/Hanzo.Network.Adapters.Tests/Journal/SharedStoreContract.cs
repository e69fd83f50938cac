using Hanzo.Network.State;

namespace Hanzo.Network.Adapters.Tests.Journal;

/// <summary>What a store promises that several processes open at one place.</summary>
public abstract class SharedStoreContract : DurableStoreContract
{
    private const int Sessions = 16;

    /// <summary>For <see cref="JournalPlace.Open"/>.</summary>
    protected abstract string Place { get; }

    protected override Task<IEventStore> OpenAsync() => Task.FromResult(JournalPlace.Open(Place));

    [StoreTheory]
    [InlineData(1)]
    [InlineData(500)]
    [InlineData(3000)]
    public async Task Nothing_acknowledged_is_lost_when_the_writer_is_killed_in_the_middle(int acknowledgements)
    {
        using var writer = new JournalWriter(Place, "s", Sessions, events: 1_000_000);
        await writer.ReadAsync(acknowledgements);
        await writer.KillAsync();
        await writer.ReadAsync(int.MaxValue);

        writer.Acknowledged.Values.Sum().ShouldBeGreaterThanOrEqualTo(acknowledgements);
        foreach (var (session, last) in writer.Acknowledged)
        {
            var events = await Read(Store, session);
            events.Count.ShouldBeGreaterThanOrEqualTo((int)last);
            events.Select(TextOf).ShouldBe(Enumerable.Range(1, events.Count).Select(i => $"{session} {i}"));
        }

        await Append(Store, "s0", await Highest("s0"), "goes on");
    }

    [StoreFact]
    public async Task Two_processes_write_at_once_and_both_are_complete()
    {
        using var one = new JournalWriter(Place, "one-", Sessions, events: 60);
        using var two = new JournalWriter(Place, "two-", Sessions, events: 60);
        await Task.WhenAll(one.ReadAsync(int.MaxValue), two.ReadAsync(int.MaxValue));
        await Task.WhenAll(one.EndAsync(), two.EndAsync());

        foreach (var session in one.Acknowledged.Keys.Concat(two.Acknowledged.Keys)) (await Highest(session)).ShouldBe(60);
        (one.Acknowledged.Count, two.Acknowledged.Count).ShouldBe((Sessions, Sessions));
    }
}
