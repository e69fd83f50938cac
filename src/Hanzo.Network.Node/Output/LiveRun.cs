using Hanzo.Network.Node.Api.Bodies;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Hanzo.Network.Node.Output;

/// <summary>Shows a run on a terminal as it goes.</summary>
internal sealed class LiveRun(IAnsiConsole console, TimeProvider time)
{
    private const int LeastHeight = 4;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);
    private static readonly string[] Spinner = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];

    private int _ticks;

    /// <summary>Ends with the events, and throws what they throw.</summary>
    public Task ShowAsync(IAsyncEnumerable<RunEventBody> events, CancellationToken cancellation) => console
        .Live(new Markup("")).Overflow(VerticalOverflow.Crop)
        .StartAsync(live => ShowAsync(live, events, cancellation));

    private async Task ShowAsync(LiveDisplayContext live, IAsyncEnumerable<RunEventBody> events, CancellationToken cancellation)
    {
        var view = RunView.Empty;
        await using var reader = events.GetAsyncEnumerator(cancellation);
        var next = reader.MoveNextAsync().AsTask();
        while (true)
        {
            using (var tick = CancellationTokenSource.CreateLinkedTokenSource(cancellation))
            {
                await Task.WhenAny(next, Task.Delay(Tick, time, tick.Token));
                tick.Cancel();
            }

            _ticks++;
            while (next.IsCompleted)
            {
                if (!await next)
                {
                    live.UpdateTarget(Render(view));
                    return;
                }

                view = view.With(reader.Current);
                next = reader.MoveNextAsync().AsTask();
            }

            live.UpdateTarget(Render(view));
        }
    }

    private Rows Render(RunView view)
    {
        var height = Math.Max(console.Profile.Height - 2, LeastHeight);
        var lines = RunViewText.Lines(view, time.GetUtcNow(), console.Profile.Width, height);
        return new Rows(lines.Select(IRenderable (line) => new Markup($"{MarkOf(line.Mark)} {Markup.Escape(line.Text)}")
        {
            Overflow = Overflow.Crop,
        }));
    }

    private string MarkOf(StepMark mark) => mark switch
    {
        StepMark.UnderWay => $"[blue]{Spinner[_ticks % Spinner.Length]}[/]",
        StepMark.Waits => "[yellow]?[/]",
        StepMark.Done => "[green]✔[/]",
        StepMark.Failed => "[red]✖[/]",
        _ => throw new ArgumentOutOfRangeException(nameof(mark), mark, null),
    };
}
