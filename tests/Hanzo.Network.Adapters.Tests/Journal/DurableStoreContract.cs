using Hanzo.Network.Adapters.Journal;
using Hanzo.Network.State;

namespace Hanzo.Network.Adapters.Tests.Journal;

/// <summary>What a store promises beyond the end of a process.</summary>
public abstract class DurableStoreContract : EventStoreContract
{
    private const int Sessions = 16;

    /// <summary>For <see cref="JournalPlace.Open"/>.</summary>
    protected abstract string Place { get; }

    protected abstract string JournalIdOf(IEventStore store);

    protected override Task<IEventStore> OpenAsync() => Task.FromResult(JournalPlace.Open(Place));

    [StoreFact]
    public async Task Whoever_opens_it_is_told_the_same_journal_id()
    {
        var other = await OpenAsync();

        JournalIdOf(other).ShouldBe(JournalIdOf(Store));
        JournalIdOf(other).ShouldNotBeEmpty();
        Close(other);
    }

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

    [StoreFact]
    public async Task An_append_larger_than_the_bounds_names_them()
    {
        var many = Enumerable.Range(0, AppendLimits.MaxEvents + 1).Select(i => $"{i}").ToArray();

        (await Refusal("a", many)).ShouldContain("1024 events");
        (await Refusal(new string('x', 256), ["x"])).ShouldContain("1 to 255 characters");
        (await Highest("a")).ShouldBe(0);
    }

    [StoreFact]
    public async Task What_waits_when_it_is_closed_is_written_and_what_comes_later_refused()
    {
        var other = await OpenAsync();
        var appends = Enumerable.Range(0, 100).Select(i => Append(other, $"s{i}", 0, "x")).ToList();
        (other as IDisposable)!.Dispose();

        await Task.WhenAll(appends).WaitAsync(Patience);
        (await Highest("s99")).ShouldBe(1);
        (await Should.ThrowAsync<EventStoreException>(() => Append(other, "late", 0, "x"))).Problem.ShouldBe(EventStoreProblem.Closed);
    }

    [StoreFact]
    public async Task Readings_under_way_when_it_is_closed_end_and_later_ones_are_refused()
    {
        var other = await OpenAsync();
        await Append(other, "a", 0, "x");
        var readings = Enumerable.Range(0, 200).Select(_ => other.HighestAsync("a", default)).ToList();
        (other as IDisposable)!.Dispose();

        foreach (var reading in readings)
        {
            try
            {
                (await reading.WaitAsync(Patience)).ShouldBe(1);
            }
            catch (EventStoreException e)
            {
                e.Problem.ShouldBeOneOf(EventStoreProblem.Closed, EventStoreProblem.Unreachable);
            }
        }

        var late = await Should.ThrowAsync<EventStoreException>(() => other.HighestAsync("a", default));
        late.Problem.ShouldBe(EventStoreProblem.Closed);
    }

    private async Task<string> Refusal(string id, string[] texts) =>
        (await Should.ThrowAsync<ArgumentOutOfRangeException>(() => Append(Store, id, 0, texts))).Message;
}
