using System.Diagnostics;
using System.Text.Json;
using Hanzo.Network.Simulation.Replay;

namespace Hanzo.Network.Simulation.Tests.Campaigns;

/// <summary>This program once more, as a process of its own. It ends with us at the latest, because its input does.</summary>
internal sealed class Worker : IAsyncDisposable
{
    private const int KeptComplaints = 20;
    private const string FirstGeneration = "DOTNET_GCgen0size";

    /// <summary>32 MiB: what a seed makes dies young, and this much stays in the processor's cache; 64 and 256 MiB cost 8 % more.</summary>
    private const string FirstGenerationBytes = "0x2000000";

    /// <summary>Code that is compiled again by what it does pays within two minutes: half as many seeds again after that.</summary>
    private const string ProfileGuided = "DOTNET_TieredPGO";

    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(10);
    private static readonly string DotNet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    private readonly Process _process;
    private readonly Queue<string> _complaints = new();

    private Worker(Process process) => _process = process;

    /// <summary>It did not answer: it can be asked nothing more.</summary>
    public bool IsBroken { get; private set; }

    public static Worker Start(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(DotNet)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.TryAdd(FirstGeneration, FirstGenerationBytes);
        start.Environment.TryAdd(ProfileGuided, "1");
        start.ArgumentList.Add(typeof(Worker).Assembly.Location);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        var worker = new Worker(new Process { StartInfo = start });
        worker._process.ErrorDataReceived += (_, line) => worker.Remember(line.Data);
        worker._process.Start();
        worker._process.BeginErrorReadLine();
        return worker;
    }

    /// <summary>A process that crashes or says nothing for too long is the failure of its seed.</summary>
    /// <param name="patience">Between two of its lines.</param>
    public async Task<SeedReport> AskAsync(WorkerRequest request, TimeSpan patience, Action<string>? onLine = null)
    {
        try
        {
            await _process.StandardInput.WriteLineAsync(request.ToString());
            await _process.StandardInput.FlushAsync();
            while (await ReadLineAsync(patience) is { } line)
            {
                if (line.StartsWith('{')) return JsonSerializer.Deserialize(line, SeedReportJson.Default.SeedReport)!;
                onLine?.Invoke(line);
            }

            return await FailedAsync(request, "ended");
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            return await FailedAsync(request, e is IOException ? "ended" : "ended in the middle of a line");
        }
        catch (TimeoutException)
        {
            _process.Kill(entireProcessTree: true);
            return await FailedAsync(request, $"said nothing for {patience} and was killed");
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        if (!await HasEndedAsync()) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task<string?> ReadLineAsync(TimeSpan patience)
    {
        using var deadline = new CancellationTokenSource(patience);
        try
        {
            return await _process.StandardOutput.ReadLineAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException();
        }
    }

    private async Task<SeedReport> FailedAsync(WorkerRequest request, string how)
    {
        IsBroken = true;
        var exit = await HasEndedAsync() ? $"exit {_process.ExitCode}" : "still there";
        string[] complaints;
        lock (_complaints) complaints = [.. _complaints];
        return new SeedReport { Seed = request.Seed, Error = $"its process {how} ({exit}): {string.Join('\n', complaints)}" };
    }

    private async Task<bool> HasEndedAsync()
    {
        using var deadline = new CancellationTokenSource(EndPatience);
        try
        {
            await _process.WaitForExitAsync(deadline.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private void Remember(string? line)
    {
        if (line is null) return;
        lock (_complaints)
        {
            _complaints.Enqueue(line);
            if (_complaints.Count > KeptComplaints) _complaints.Dequeue();
        }
    }
}
