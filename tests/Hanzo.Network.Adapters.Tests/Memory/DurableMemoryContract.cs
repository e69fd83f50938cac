using Hanzo.Network.Adapters.Tests.Journal;
using Hanzo.Network.Memory;

namespace Hanzo.Network.Adapters.Tests.Memory;

/// <summary>What a store promises beyond the end of a process.</summary>
public abstract class DurableMemoryContract : MemoryStoreContract
{
    [StoreFact]
    public async Task Another_process_finds_what_was_written_and_what_runs_were_remembered()
    {
        await Store.WriteAsync(new MemoryWrite([Entry("m1")], $"{One}.1", Start), default);

        var other = Open();

        (await other.ListAsync(MemoryFilter.All, 10, default)).Single().Vector.ToArray().ShouldBe(Entry("m1").Vector.ToArray());
        (await other.WriteAsync(new MemoryWrite([Entry("m2")], $"{One}.1", Start), default)).ShouldBeFalse();
        (other as IDisposable)?.Dispose();
    }

    [StoreFact]
    public async Task Two_processes_that_open_it_at_once_both_work()
    {
        var others = Enumerable.Range(0, 4).Select(_ => Open()).ToList();

        await Task.WhenAll(others.Select((store, n) => store.WriteAsync(new MemoryWrite([Entry($"m{n}")], null, Start), default)));

        (await List()).Count.ShouldBe(4);
        foreach (var store in others) (store as IDisposable)?.Dispose();
    }

    [StoreFact]
    public async Task No_more_come_than_can_matter()
    {
        await Write([.. Enumerable.Range(0, 250).Select(n => Entry($"m{n}", $"text {n}"))]);

        (await Find(null)).Count.ShouldBe(MemoryLimits.MostNearest);
    }

    [StoreFact]
    public async Task Runs_are_known_for_thirty_days()
    {
        var write = new MemoryWrite([], $"{One}.1", Start);
        await Store.WriteAsync(write, default);

        (await Store.WriteAsync(write with { At = Start.AddDays(31) }, default)).ShouldBeTrue();
    }
}
