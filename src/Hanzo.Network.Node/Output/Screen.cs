using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Hanzo.Network.Node.Api;
using Hanzo.Network.Node.Api.Bodies;
using Spectre.Console;

namespace Hanzo.Network.Node.Output;

/// <summary>Where a command writes: answers to standard output, complaints to standard error; for people or as JSON.</summary>
internal sealed class Screen
{
    /// <summary>Columns of a table that nobody's terminal limits.</summary>
    private const int RedirectedWidth = 160;

    private readonly TextWriter _output;
    private readonly TextWriter _error;

    public Screen(TextWriter output, TextWriter error, bool json)
    {
        (_output, _error, Json) = (output, error, json);
        Console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        IsTerminal = ReferenceEquals(output, System.Console.Out) && !System.Console.IsOutputRedirected;
        if (IsTerminal) return;
        Console.Profile.Width = RedirectedWidth;
        Console.Profile.Capabilities.Ansi = false;
        Console.Profile.Capabilities.Interactive = false;
    }

    public bool Json { get; }

    public bool IsTerminal { get; }

    public IAnsiConsole Console { get; }

    public void Line(string text) => _output.WriteLine(text);

    /// <summary>That what was named is no more.</summary>
    public void WriteRemoved(string what)
    {
        if (Json) WriteJson(new RemovedBody(what), ApiJson.Default.RemovedBody);
        else Line($"removed {what}");
    }

    /// <summary>A side remark, dimmed on a terminal.</summary>
    public void Quiet(string text)
    {
        if (IsTerminal) Console.MarkupLine($"[grey]{Markup.Escape(text)}[/]");
        else Line(text);
    }

    /// <summary>Lines whose blocks are black on white where this is a terminal.</summary>
    public void Qr(IEnumerable<string> lines)
    {
        foreach (var line in lines)
            if (IsTerminal) Console.MarkupLine($"[black on white]{Markup.Escape(line)}[/]");
            else Line(line);
    }

    public void WriteJson<T>(T value, JsonTypeInfo<T> format)
    {
        _output.WriteLine(JsonSerializer.Serialize(value, format));
        _output.Flush();
    }

    /// <returns>Exit code 1.</returns>
    public int Failed(string code, string message)
    {
        Complain(code, [message]);
        return ExitCode.Failed;
    }

    /// <returns>Exit code 2.</returns>
    public int BadUsage(params IReadOnlyList<string> messages)
    {
        Complain("bad_usage", messages);
        return ExitCode.BadUsage;
    }

    /// <summary>A spinner while waiting, on a terminal.</summary>
    public Task<T> WaitAsync<T>(string what, Func<Task<T>> work) =>
        IsTerminal && !Json ? Console.Status().Spinner(Spinner.Known.Dots).StartAsync(Markup.Escape(what), _ => work()) : work();

    private void Complain(string code, IReadOnlyList<string> messages)
    {
        var complaint = new ComplaintBody(code, string.Join('\n', messages), [.. messages]);
        if (Json)
            _error.WriteLine(JsonSerializer.Serialize(complaint, ApiJson.Default.ComplaintBody));
        else
            foreach (var message in messages) _error.WriteLine($"hanzo: {message}");
        _error.Flush();
    }
}
