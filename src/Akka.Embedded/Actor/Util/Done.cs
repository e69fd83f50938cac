namespace Akka;

/// <summary>The result of work that has none.</summary>
public sealed class Done
{
    public static readonly Done Instance = new();

    private Done()
    {
    }
}
