namespace Hanzo.Network.Node.Hosting;

/// <summary>
/// Ends this node when the process that started it ends, however it ends: it holds the other end of our standard input,
/// which the operating system closes.
/// </summary>
internal static class ParentWatch
{
    public static void Start(Stream input, Action parentEnded)
    {
        var watcher = new Thread(() => Watch(input, parentEnded), maxStackSize: 64 * 1024) { IsBackground = true, Name = "parent watch" };
        watcher.Start();
    }

    private static void Watch(Stream input, Action parentEnded)
    {
        var buffer = new byte[64];
        try
        {
            while (input.Read(buffer) > 0)
            {
                // A parent has nothing to say; only the end counts.
            }
        }
        catch (IOException)
        {
            // A pipe that breaks has ended as well.
        }
        parentEnded();
    }
}
