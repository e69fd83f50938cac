using System.Globalization;

namespace Hanzo.Network.Simulation.Tests.Campaigns;

/// <summary>What a worker is asked, one line each. It answers with one line of JSON; lines before it begin with a word.</summary>
internal sealed record WorkerRequest(WorkerTask Task, ulong Seed, TimeSpan From, TimeSpan To)
{
    public static WorkerRequest Of(WorkerTask task, ulong seed) => new(task, seed, TimeSpan.Zero, TimeSpan.Zero);

    public static WorkerRequest Parse(string line)
    {
        var words = line.Split(' ');
        return new WorkerRequest(Enum.Parse<WorkerTask>(words[0]), ulong.Parse(words[1], CultureInfo.InvariantCulture), At(2), At(3));

        TimeSpan At(int word) => TimeSpan.FromTicks(long.Parse(words[word], CultureInfo.InvariantCulture));
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Task} {Seed} {From.Ticks} {To.Ticks}");
}

internal enum WorkerTask
{
    Run,

    /// <summary>Runs until the fewest faults that break the same are known.</summary>
    Shrink,

    /// <summary>Tells the first step of each virtual second as well.</summary>
    Seconds,

    /// <summary>Tells every step and what was recorded in the window as well.</summary>
    Steps,
}
