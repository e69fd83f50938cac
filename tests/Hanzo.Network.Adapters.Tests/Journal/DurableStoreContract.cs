using Hanzo.Network.Adapters.Journal;
using Hanzo.Network.State;

namespace Hanzo.Network.Adapters.Tests.Journal;

/// <summary>What a store promises beyond the end of a process.</summary>
public abstract class DurableStoreContract : EventStoreContract
{
    protected abstract string JournalIdOf(IEventStore store);

    [StoreFact]
    public async Task Whoever_opens_it_is_told_the_same_journal_id()
    {
        var other = await OpenAsync();

        JournalIdOf(other).ShouldBe(JournalIdOf(Store));
        JournalIdOf(other).ShouldNotBeEmpty();
        Close(other);
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
