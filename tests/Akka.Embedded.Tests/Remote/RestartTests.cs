using System.Runtime.CompilerServices;
using Akka.Actor;

namespace Akka.Embedded.Tests.Remote;

public class RestartTests
{
    [Fact]
    public async Task Systems_that_have_ended_leave_nothing_behind()
    {
        var ended = new List<WeakReference>();
        for (var round = 0; round < 10; round++)
            ended.AddRange(await RunOnce());

        await Until.True(() => Collected(ended), "all ended systems are collected");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference[]> RunOnce()
    {
        var pair = new Pair();
        Keeper.In(pair.Right, "keeper");
        var keeper = await pair.Find("keeper");
        for (var i = 0; i < 100; i++)
            keeper.Tell(i, ActorRefs.NoSender);
        await keeper.Ask<int>(1, Pair.Patience);
        await pair.DisposeAsync();
        return [new WeakReference(pair.Left), new WeakReference(pair.Right)];
    }

    private static bool Collected(List<WeakReference> ended)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return ended.TrueForAll(e => !e.IsAlive);
    }
}
