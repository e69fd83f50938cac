using Hanzo.Network.Node.Api;

namespace Hanzo.Network.Node.Completions;

/// <summary>Writes an answer, whole or as it is said.</summary>
internal static class CompletionAnswer
{
    /// <summary>So long a stream's head waits for its first words: until then an error is an error's status.</summary>
    private static readonly TimeSpan FirstWithin = TimeSpan.FromSeconds(10);

    private const int MaxHeaderLength = 1024;

    public static async Task<IResult> SendAsync(
        HttpContext context, IAsyncEnumerable<ReplyPart> parts, ICompletionFormat format, bool stream, CancellationToken stopping)
    {
        var aborted = context.RequestAborted;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(aborted, stopping);
        try
        {
            await using var reading = parts.GetAsyncEnumerator(ending.Token);
            var head = await reading.MoveNextAsync() ? (ReplyHead)reading.Current : throw new InvalidOperationException("no answer began.");
            Tell(context.Response, head);
            if (stream) return await StreamAsync(context, head, reading, format, ending.Token);
            var rest = new List<ReplyPart>();
            while (await reading.MoveNextAsync()) rest.Add(reading.Current);
            return new BytesResult(format.Whole(head, rest), StatusCodes.Status200OK);
        }
        catch (OperationCanceledException) when (aborted.IsCancellationRequested)
        {
            return TypedResults.Empty;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested && !context.Response.HasStarted)
        {
            throw new CompletionException(CompletionError.NodeEnding());
        }
    }

    private static async Task<IResult> StreamAsync(
        HttpContext context, ReplyHead head, IAsyncEnumerator<ReplyPart> reading, ICompletionFormat format, CancellationToken ending)
    {
        var next = reading.MoveNextAsync().AsTask();
        try
        {
            await Task.WhenAny(next, Task.Delay(FirstWithin, ending));
            if (next.IsFaulted) await next; // before the first byte, an error has its own status
            await using var writer = await SseWriter.StartAsync(context.Response, ending);
            await WriteAsync(writer, format.Of(head), ending);
            try
            {
                for (; await next; next = reading.MoveNextAsync().AsTask())
                {
                    if (reading.Current is ReplyEnd { IsBroken: true })
                        throw new CompletionException(CompletionError.RunFailed(Broken(head)));
                    await WriteAsync(writer, format.Of(reading.Current), ending);
                }
            }
            catch (Exception e) when (ErrorOf(e, context.RequestAborted) is { } error)
            {
                await WriteAsync(writer, format.Failed(error), context.RequestAborted);
            }

            return TypedResults.Empty;
        }
        finally
        {
            // Nobody may leave a reader that is still being asked.
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Null: nobody is left who could be told.</summary>
    private static CompletionError? ErrorOf(Exception e, CancellationToken aborted) =>
        aborted.IsCancellationRequested ? null
        : e is OperationCanceledException ? CompletionError.NodeEnding()
        : CompletionError.From(e);

    private static string Broken(ReplyHead head) =>
        $"Pieces of the answer were lost on their way; the whole is the output of run {head.Run}.";

    private static async Task WriteAsync(SseWriter writer, IEnumerable<StreamLine> lines, CancellationToken cancellation)
    {
        foreach (var line in lines) await writer.WriteAsync(line.Type, null, line.Data, cancellation);
    }

    private static void Tell(HttpResponse response, ReplyHead head)
    {
        if (head.Node.Length > 0) response.Headers["x-hanzo-node"] = HeaderText(head.Node);
        if (head.Why.Length > 0) response.Headers["x-hanzo-why"] = HeaderText(head.Why);
        if (head.Run is { } run) response.Headers["x-hanzo-run"] = run.ToString();
    }

    /// <summary>Headers take visible ASCII alone.</summary>
    public static string HeaderText(string text) =>
        string.Concat(text.Take(MaxHeaderLength).Select(c => c is >= ' ' and < (char)127 ? c : char.IsWhiteSpace(c) ? ' ' : '?'));
}
