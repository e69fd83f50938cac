using System.Collections.Immutable;
using Hanzo.Network.Tools;
using Hanzo.Network.Tools.Mcp;
using Microsoft.Extensions.Logging;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using Tool = Hanzo.Network.Tools.Tool;

namespace Hanzo.Network.Adapters.Mcp;

/// <summary>
/// What leads to a server, and what is known of it. The connection is made again whenever it is lost; meanwhile the tools that the server
/// had are still there, and their calls fail and say why.
/// </summary>
internal sealed class McpLink(McpServerSpec spec, McpTimes times, TimeProvider time, ILogger log)
{
    /// <summary>Calls under way at once; further ones wait.</summary>
    public const int MaxCalls = 8;

    private const string NodeEnds = "this node ends";

    private readonly string _prefix = McpNames.Prefix(spec.Name);
    private readonly McpSecrets _secrets = McpSecrets.Of(spec);
    private readonly SemaphoreSlim _places = new(MaxCalls);
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile Known _known = new(
        McpToolList.Of(spec, spec.Tools.IsDefault ? [] : spec.Tools.Select(McpToolSpec.Unknown)), new Attempt(),
        Connection: null, Why: null);

    public ImmutableArray<string> Names => [.. _known.List.Tools.Keys];

    public ImmutableArray<string> Notices
    {
        get
        {
            var known = _known;
            var leftOut = known.List.LeftOut.Select(why => $"MCP server '{spec.Name}': {_secrets.HideInError(why)}");
            return known.Why is null
                ? [.. leftOut]
                : [$"MCP server '{spec.Name}' is away: {known.Why}. Its tools fail until it is back.", .. leftOut];
        }
    }

    /// <summary>Ends when it is known for the first time whether the server is there.</summary>
    public Task FirstAttempt => _first.Task;

    /// <summary>Any name that begins with the server's is one of its, unless a person said that it is not to be used.</summary>
    public Tool? Find(string name)
    {
        if (!name.StartsWith(_prefix, StringComparison.Ordinal)) return null;
        var remote = name[_prefix.Length..];
        if (!_known.List.Tools.TryGetValue(name, out var tool))
        {
            if (remote.Length == 0 || !spec.Tools.IsDefault) return null;
            tool = McpToolSpec.Unknown(remote);
        }

        return new Tool(new McpFunction(this, name, tool), new ToolOptions
        {
            Effect = tool.MayRepeat ? ToolEffect.Idempotent : ToolEffect.AskBeforeRetry, Timeout = spec.Timeout,
        });
    }

    /// <param name="name">Of the tool as it is called here; where the server tells of it by now, its own name counts.</param>
    /// <exception cref="InvalidOperationException">For the model: what is wrong.</exception>
    public async Task<string> CallAsync(string name, CallToolRequestParams call, CancellationToken cancellation)
    {
        await _places.WaitAsync(cancellation);
        try
        {
            await _known.Attempt.Ended.WaitAsync(cancellation);
            var known = _known;
            if (known.Connection is not { } connection)
                throw new InvalidOperationException($"MCP server '{spec.Name}' is away: {known.Why}. Nothing was called.");
            if (known.List.Tools.TryGetValue(name, out var tool)) call.Name = tool.Name;
            return await CallAsync(connection, call, cancellation);
        }
        finally
        {
            _places.Release();
        }
    }

    /// <summary>Until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        var failures = 0;
        while (!stopping.IsCancellationRequested)
        {
            var began = time.GetTimestamp();
            await ConnectAsync(stopping);
            failures = time.GetElapsedTime(began) > Backoff.Good ? 1 : failures + 1;
            await LeaveAloneAsync(times.Pause(failures), stopping);
        }

        Lose(NodeEnds, stopping);
    }

    /// <summary>Connects, and stays so for as long as it can; whatever the other side makes the client throw is an end of it.</summary>
    private async Task ConnectAsync(CancellationToken stopping)
    {
        McpConnection? connection = null;
        string why;
        try
        {
            connection = await McpConnection.OpenAsync(spec, times, stopping);
            why = await StayAsync(connection, stopping);
        }
        catch (Exception e)
        {
            why = await WhyAsync(connection, e, stopping);
        }

        // Nobody calls what is about to be closed.
        Lose(why, stopping);
        if (connection is null) return;
        connection.Break(why);
        await connection.DisposeAsync();
    }

    private static async Task<string> WhyAsync(McpConnection? connection, Exception e, CancellationToken stopping)
    {
        if (stopping.IsCancellationRequested) return NodeEnds;
        if (connection is not null && await connection.EndAsync() is { } ended) return ended;
        return e is OperationCanceledException ? "it does not say what tools it has" : e.Message;
    }

    /// <returns>Why it has ended.</returns>
    private async Task<string> StayAsync(McpConnection connection, CancellationToken stopping)
    {
        while (!connection.Ended.IsCompleted)
        {
            var wanted = connection.TakeLookWanted();
            await LookAsync(connection, stopping);
            using var pause = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            await Task.WhenAny(connection.Ended, wanted, Task.Delay(times.LookEvery, time, pause.Token));
            if (wanted.IsCompleted) await Task.WhenAny(connection.Ended, Task.Delay(times.LookAtMostEvery, time, pause.Token));
            await pause.CancelAsync();
            stopping.ThrowIfCancellationRequested();
        }

        return await connection.Ended;
    }

    private async Task LookAsync(McpConnection connection, CancellationToken stopping)
    {
        var wasCalled = connection.IsCalled;
        try
        {
            Tell(McpToolList.Of(spec, (await connection.ListAsync(stopping)).Select(_secrets.HideIn)), connection);
        }
        catch (Exception e) when ((wasCalled || connection.IsCalled) && !stopping.IsCancellationRequested)
        {
            // A server that does one thing after the other says nothing before it has done what it was called for.
            McpLinkLog.SaysNothing(log, spec.Name, _secrets.HideInError(e.Message));
        }
    }

    private async Task LeaveAloneAsync(TimeSpan pause, CancellationToken stopping)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        if (pause > TimeSpan.Zero) await Task.WhenAny(Task.Delay(pause, time, over.Token));
        if (!stopping.IsCancellationRequested) _known = _known with { Attempt = new Attempt() };
    }

    private void Lose(string why, CancellationToken stopping)
    {
        var before = _known;
        var shown = stopping.IsCancellationRequested ? NodeEnds : _secrets.HideInError(why).TrimEnd('.');
        _known = before with { Connection = null, Why = shown };
        before.Attempt.End();
        _first.TrySetResult();
        if (before.Why != shown && !stopping.IsCancellationRequested) McpLinkLog.Away(log, spec.Name, shown);
    }

    private void Tell(McpToolList list, McpConnection connection)
    {
        var before = _known;
        _known = before with { List = list, Connection = connection, Why = null };
        before.Attempt.End();
        _first.TrySetResult();
        if (before.Connection == connection && before.List.Tools.Count == list.Tools.Count) return;
        McpLinkLog.Connected(log, spec.Name, list.Tools.Count);
        foreach (var why in list.LeftOut) McpLinkLog.LeftOut(log, spec.Name, _secrets.HideInError(why));
    }

    private async Task<string> CallAsync(McpConnection connection, CallToolRequestParams call, CancellationToken cancellation)
    {
        CallToolResult answer;
        try
        {
            answer = await connection.CallAsync(call, cancellation);
        }
        catch (McpProtocolException e)
        {
            throw Failure($"MCP server '{spec.Name}': {e.Message}");
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            var why = await connection.EndAsync() is { } ended
                ? $"the connection to MCP server '{spec.Name}' has broken: {ended}"
                : $"MCP server '{spec.Name}' has not answered: {e.Message}";
            throw Failure($"{why.TrimEnd('.')}. The call may have taken effect.");
        }

        var text = McpAnswer.TextOf(answer);
        return answer.IsError == true ? throw Failure(text.Length > 0 ? text : "the tool failed.") : _secrets.HideInAnswer(text);
    }

    /// <summary>Without the cause, whose message may hold secrets.</summary>
    private InvalidOperationException Failure(string message) => new(_secrets.HideInError(message));

    /// <summary>An attempt to connect; calls that come while it is under way wait for its end.</summary>
    private sealed class Attempt
    {
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Ended => _ended.Task;

        public void End() => _ended.TrySetResult();
    }

    /// <param name="Connection">Null: there is none now.</param>
    /// <param name="Why">Why there is none; null: it is there, or the first attempt is under way.</param>
    private sealed record Known(McpToolList List, Attempt Attempt, McpConnection? Connection, string? Why);
}
