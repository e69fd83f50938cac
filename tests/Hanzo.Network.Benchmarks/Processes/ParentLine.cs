namespace Hanzo.Network.Benchmarks.Processes;

/// <summary>The child's side of the conversation with its parent.</summary>
internal sealed class ParentLine
{
    private readonly TextWriter _out = TextWriter.Synchronized(Console.Out);

    public void Say(string line)
    {
        _out.WriteLine(line);
        _out.Flush();
    }

    /// <summary>Handles the parent's lines until it has no more or has gone.</summary>
    /// <param name="handle">Given the first word and the rest.</param>
    public async Task ObeyAsync(Func<string, string, Task> handle)
    {
        while (await Console.In.ReadLineAsync() is { } line)
        {
            var words = line.Split(' ', 2);
            await handle(words[0], words.Length > 1 ? words[1] : "");
        }
    }

    public Task ObeyNothingAsync() =>
        ObeyAsync((command, _) => throw new InvalidOperationException($"this role knows no command '{command}'."));
}
